package io.flowmeter.api.catalog;

import io.flowmeter.api.http.JsonBody;
import io.flowmeter.api.http.Parsing;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.core.event.UsageEvent;
import io.flowmeter.core.window.BillingCycle;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tenant as somebody wants it, not yet a version.
 *
 * @param effectiveFrom null: as early as no period is cut that has usage already
 */
record TenantDefinition(
        String id,
        @Nullable String name,
        BillingCycle billingCycle,
        Map<String, String> metadata,
        @Nullable Instant effectiveFrom) {

    private static final int MAX_TEXT = 256;
    private static final ZoneId UTC = ZoneId.of("UTC");

    /**
     * @param idInPath null: the id is in the body
     * @throws ProblemException INVALID_REQUEST with everything that is wrong
     */
    static TenantDefinition read(@Nullable String idInPath, JsonBody body) {
        String id = idInPath;
        if (id == null) {
            id = body.requiredText("id", UsageEvent.MAX_ATTRIBUTE_LENGTH);
        } else if (body.has("id") && !id.equals(body.text("id", UsageEvent.MAX_ATTRIBUTE_LENGTH))) {
            body.wrong("id", "must be the id in the path, or absent");
        }
        String name = body.text("name", MAX_TEXT);
        ZoneId zone = body.parsed("timeZone", MAX_TEXT, Parsing::zone);
        BillingCycle.Interval interval =
                body.parsed("billingInterval", MAX_TEXT, TenantDefinition::interval);
        LocalDate anchor = body.parsed("billingAnchor", MAX_TEXT, Parsing::day);
        Instant effectiveFrom = body.parsed("effectiveFrom", MAX_TEXT, Parsing::instant);
        Map<String, String> metadata = Metadata.read(body);
        body.noOtherFields();
        body.throwIfWrong();
        return new TenantDefinition(
                id,
                name,
                new BillingCycle(
                        Optional.ofNullable(zone).orElse(UTC),
                        Optional.ofNullable(interval).orElse(BillingCycle.Interval.MONTH),
                        anchor),
                metadata,
                effectiveFrom);
    }

    private static BillingCycle.Interval interval(String text) {
        try {
            return BillingCycle.Interval.valueOf(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "must be MONTH, QUARTER or YEAR, was \"" + text + "\"", e);
        }
    }
}
