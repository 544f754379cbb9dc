package io.flowmeter.bench.oracle;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** One tenant's meter. */
record Series(String namespace, String tenant, String meter) {

    static Series of(Identity identity, Contribution contribution) {
        return new Series(identity.namespace(), identity.tenant(), contribution.meter());
    }

    /**
     * Series of which some meter's version admits fewer dimension sets than there may have been.
     */
    static Set<Series> overCap(Collection<Outcome> outcomes) {
        Map<Series, Set<String>> sets = new HashMap<>();
        Map<Series, Integer> caps = new HashMap<>();
        for (Outcome outcome : outcomes) {
            for (Usage usage : outcome.possible) {
                for (Contribution contribution : usage.contributions()) {
                    Series series = of(outcome.identity, contribution);
                    if (!contribution.dimensions().isEmpty()) {
                        sets.computeIfAbsent(series, none -> new HashSet<>())
                                .add(contribution.dimensions());
                        caps.merge(series, contribution.maxDimensionSets(), Math::min);
                    }
                }
            }
        }
        Set<Series> over = new HashSet<>();
        sets.forEach(
                (series, found) -> {
                    if (found.size() > caps.getOrDefault(series, 0)) {
                        over.add(series);
                    }
                });
        return over;
    }
}
