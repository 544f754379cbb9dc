package io.flowmeter.bench.oracle;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The calendar months of a series that are not, or not for all of its usage, billing periods. */
final class Months {
    private final Set<Long> starts = new HashSet<>();

    Months(Collection<Usage> usages) {
        for (Usage usage : usages) {
            Place.of(usage).stream()
                    .filter(place -> place.granularity().equals(Place.MONTH))
                    .forEach(place -> starts.add(place.span().startMillis()));
        }
    }

    /** The windows that a usage counts in: of those months all usage counts in the month. */
    List<Place> places(Usage usage) {
        List<Place> places = Place.of(usage);
        Span month = usage.month();
        if (month != null && month.equals(usage.period()) && starts.contains(month.startMillis())) {
            places.add(new Place(Place.MONTH, month));
        }
        return places;
    }
}
