package io.flowmeter.api.entitlement;

import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Makes demands of the namespace's meters.
 *
 * @param named meters that it cannot do without
 */
record Demands(Set<String> named, Function<MeterRules, List<Demand>> making) {

    Demands {
        named = Set.copyOf(named);
    }

    List<Demand> of(MeterRules meters) {
        return making.apply(meters);
    }
}
