package io.flowmeter.api.catalog;

import io.flowmeter.api.http.JsonBody;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.core.meter.Meter;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A plan as somebody wants it, not yet a version. What is wrong with it so far is noted in its
 * body.
 *
 * @param effectiveFrom null: now
 */
record PlanDefinition(
        JsonBody body,
        String key,
        @Nullable String name,
        @Nullable String description,
        LimitsBody limits,
        Map<String, String> metadata,
        @Nullable Instant effectiveFrom) {

    private static final int MAX_NAME = 256;

    /**
     * @param keyInPath null: the key is in the body
     */
    static PlanDefinition read(@Nullable String keyInPath, JsonBody body) {
        String key = keyInPath;
        if (key == null) {
            key = MeterBody.key(body, "key");
        } else if (body.isGiven("key") && !key.equals(body.text("key", MAX_NAME))) {
            body.wrong("key", "must be the key in the path, or absent");
        }
        var definition =
                new PlanDefinition(
                        body,
                        key,
                        body.text("name", MAX_NAME),
                        MeterBody.description(body),
                        LimitsBody.read(body),
                        Metadata.read(body),
                        MeterBody.effectiveFrom(body, "effectiveFrom"));
        body.noOtherFields();
        return definition;
    }

    /**
     * The version that comes after another.
     *
     * @param meters by key
     * @throws ProblemException INVALID_REQUEST with everything that is wrong
     */
    Plan version(Optional<Plan> newest, Map<String, Meter> meters, Instant now) {
        var plan =
                new Plan(
                        key,
                        newest.map(Plan::version).orElse(0) + 1,
                        name,
                        description,
                        limits.allowedBy(meters),
                        metadata,
                        EffectiveFrom.of(
                                body,
                                effectiveFrom,
                                newest.map(Plan::effectiveFrom).orElse(null),
                                now),
                        now,
                        false);
        body.throwIfWrong();
        return plan;
    }
}
