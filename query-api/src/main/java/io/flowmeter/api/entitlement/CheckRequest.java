package io.flowmeter.api.entitlement;

import io.flowmeter.api.http.JsonBody;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.core.event.EventIdentity;
import io.flowmeter.core.event.UsageEvent;
import io.flowmeter.core.meter.Dimensions;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a limit.
 *
 * @param quantity how much more, in the meter's unit; of MAX and LAST the proposed value
 * @param dimensions name to value, as far as the client knows them
 * @param reservation null: only ask
 */
record CheckRequest(
        BigDecimal quantity, Map<String, String> dimensions, @Nullable Reservation reservation) {

    private static final int LONGEST_SECONDS = 3_600;
    private static final int DEFAULT_SECONDS = 60;

    CheckRequest {
        dimensions = Map.copyOf(dimensions);
    }

    /**
     * @param id of the event's identity if the client gave it: asking again finds the same one
     */
    record Reservation(UUID id, Duration lasts) {}

    /**
     * @throws ProblemException INVALID_REQUEST with everything that is wrong
     */
    static CheckRequest read(String namespace, String tenant, JsonBody body) {
        BigDecimal quantity = body.decimal("quantity");
        if (quantity != null && quantity.signum() < 0) {
            body.wrong("quantity", "must be >= 0");
        }
        Map<String, String> dimensions = dimensions(body);
        boolean reserves = Boolean.TRUE.equals(body.flag("reserve"));
        Integer seconds = body.integer("reservationSeconds", 1, LONGEST_SECONDS);
        UUID ofEvent = ofEvent(namespace, tenant, body);
        if (!reserves && (seconds != null || ofEvent != null)) {
            body.wrong("reserve", "must be true for reservationSeconds and event");
        }
        body.noOtherFields();
        body.throwIfWrong();
        Duration lasts = Duration.ofSeconds(seconds == null ? DEFAULT_SECONDS : seconds);
        return new CheckRequest(
                quantity == null ? BigDecimal.ONE : quantity,
                dimensions,
                reserves
                        ? new Reservation(ofEvent == null ? UUID.randomUUID() : ofEvent, lasts)
                        : null);
    }

    private static Map<String, String> dimensions(JsonBody body) {
        Map<String, String> dimensions = new TreeMap<>();
        JsonBody values = body.child("dimensions");
        for (String name : values == null ? List.<String>of() : values.fields()) {
            dimensions.put(name, values.requiredText(name, Dimensions.MAX_VALUE_LENGTH));
        }
        return dimensions;
    }

    private static @Nullable UUID ofEvent(String namespace, String tenant, JsonBody body) {
        JsonBody event = body.child("event");
        if (event == null) {
            return null;
        }
        String source = event.requiredText("source", UsageEvent.MAX_ATTRIBUTE_LENGTH);
        String id = event.requiredText("id", UsageEvent.MAX_ATTRIBUTE_LENGTH);
        event.noOtherFields();
        return ReservationId.of(new EventIdentity(namespace, tenant, source, id));
    }
}
