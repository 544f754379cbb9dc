package io.flowmeter.quickstart.sample;

import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.window.BillingCycle;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A trace as usage events. The trace names no customer: the last digit of ContextTokens decides
 * which tenant made the request, so no two tenants share a value of it. Identities depend on the
 * file's name and the row only, so a second replay is all duplicates.
 *
 * @param shift added to each row's time; whole milliseconds, so that it changes nobody's order
 */
public record TraceDataset(TraceFile file, Duration shift) implements Dataset {

    /** The event type of a trace row. */
    public static final String EVENT_TYPE = "llm.request";

    private static final String CONTEXT_TOKENS = "contextTokens";
    private static final String GENERATED_TOKENS = "generatedTokens";

    private static final SampleTenant ACME =
            new SampleTenant("acme", "Acme Inc", monthly("America/New_York", null));
    private static final SampleTenant GLOBEX =
            new SampleTenant(
                    "globex", "Globex GmbH", monthly("Europe/Berlin", LocalDate.of(2023, 1, 15)));
    private static final SampleTenant INITECH =
            new SampleTenant(
                    "initech",
                    "Initech Pvt Ltd",
                    monthly("Asia/Kolkata", LocalDate.of(2023, 1, 31)));

    /** Tenants of a trace, whichever one it is. */
    public static final List<SampleTenant> TENANTS = List.of(ACME, GLOBEX, INITECH);

    static final SampleMeter REQUESTS =
            new SampleMeter(
                    "llm_requests",
                    EVENT_TYPE,
                    Aggregation.COUNT,
                    null,
                    "requests",
                    "Requests to the model");
    static final SampleMeter TOKENS_SENT =
            new SampleMeter(
                    "llm_context_tokens",
                    EVENT_TYPE,
                    Aggregation.SUM,
                    CONTEXT_TOKENS,
                    "tokens",
                    "Tokens sent to the model");
    static final SampleMeter TOKENS_ANSWERED =
            new SampleMeter(
                    "llm_generated_tokens",
                    EVENT_TYPE,
                    Aggregation.SUM,
                    GENERATED_TOKENS,
                    "tokens",
                    "Tokens the model answered with");

    /** Meters of a trace, whichever one it is. */
    public static final List<SampleMeter> METERS =
            List.of(
                    REQUESTS,
                    TOKENS_SENT,
                    TOKENS_ANSWERED,
                    new SampleMeter(
                            "llm_context_tokens_max",
                            EVENT_TYPE,
                            Aggregation.MAX,
                            CONTEXT_TOKENS,
                            "tokens",
                            "Tokens of the longest request"),
                    new SampleMeter(
                            "llm_context_tokens_last",
                            EVENT_TYPE,
                            Aggregation.LAST,
                            CONTEXT_TOKENS,
                            "tokens",
                            "Tokens of the latest request"),
                    new SampleMeter(
                            "llm_context_tokens_distinct",
                            EVENT_TYPE,
                            Aggregation.UNIQUE_COUNT,
                            CONTEXT_TOKENS,
                            "lengths",
                            "Different request lengths"));

    public TraceDataset {
        if (!shift.equals(shift.truncatedTo(ChronoUnit.MILLIS))) {
            throw new IllegalArgumentException("shift must be whole milliseconds, was " + shift);
        }
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public long size() {
        return file.rows().size();
    }

    @Override
    public List<SampleMeter> meters() {
        return METERS;
    }

    @Override
    public List<SampleTenant> tenants() {
        return TENANTS;
    }

    @Override
    public void forEach(Consumer<SampleEvent> consumer) {
        file.rows().forEach(row -> consumer.accept(event(row)));
    }

    private SampleEvent event(TraceRow row) {
        return new SampleEvent(
                tenant(row).id(),
                "trace/" + name(),
                "%s-%06d".formatted(name(), row.number()),
                EVENT_TYPE,
                row.time().plus(shift),
                Map.of(
                        CONTEXT_TOKENS,
                        row.contextTokens(),
                        GENERATED_TOKENS,
                        row.generatedTokens(),
                        SampleEvent.DATASET,
                        name()));
    }

    private static SampleTenant tenant(TraceRow row) {
        long digit = row.contextTokens() % 10;
        if (digit < 5) {
            return ACME;
        }
        return digit < 8 ? GLOBEX : INITECH;
    }

    private static BillingCycle monthly(String zone, @Nullable LocalDate anchor) {
        return new BillingCycle(ZoneId.of(zone), BillingCycle.Interval.MONTH, anchor);
    }
}
