package io.flowmeter.quickstart.sample;

import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one meter makes of some events: the rules of its aggregation as a plain loop. */
final class Tally {

    /** Later events last; of the same millisecond, the greater id. */
    private static final Comparator<SampleEvent> BY_TIME =
            Comparator.comparing((SampleEvent event) -> event.time().truncatedTo(ChronoUnit.MILLIS))
                    .thenComparing(SampleEvent::id);

    private final SampleMeter meter;
    private final Set<String> distinct = new HashSet<>();
    private BigDecimal quantity = BigDecimal.ZERO;
    private @Nullable SampleEvent latest;
    private long events;

    Tally(SampleMeter meter) {
        this.meter = meter;
    }

    void add(SampleEvent event) {
        events++;
        latest = latest == null || BY_TIME.compare(event, latest) > 0 ? event : latest;
        switch (meter.aggregation()) {
            case COUNT -> quantity = BigDecimal.valueOf(events);
            case SUM -> quantity = quantity.add(number(event));
            case MAX -> quantity = events == 1 ? number(event) : quantity.max(number(event));
            case MIN -> quantity = events == 1 ? number(event) : quantity.min(number(event));
            case LAST -> quantity = number(latest);
            case UNIQUE_COUNT -> {
                distinct.add(value(event).toString());
                quantity = BigDecimal.valueOf(distinct.size());
            }
            case AVG -> throw new IllegalStateException("no sample meter is an AVG");
        }
    }

    BigDecimal quantity() {
        return quantity;
    }

    /** The event LAST would read; null before the first one. */
    @Nullable SampleEvent latest() {
        return latest;
    }

    private BigDecimal number(SampleEvent event) {
        return new BigDecimal(value(event).toString());
    }

    private Object value(SampleEvent event) {
        String property = Objects.requireNonNull(meter.property());
        return Objects.requireNonNull(event.data().get(property));
    }
}
