package io.flowmeter.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageEventTest {
    private static final Map<String, String> ATTRIBUTES =
            Map.of(
                    "specversion", "1.0",
                    "namespace", "shop",
                    "subject", "acme",
                    "source", "gateway-1",
                    "id", "evt_1",
                    "type", "llm.request",
                    "time", "2026-03-01T00:00:00.123Z");

    @Test
    void attributesMakeAnEvent() throws RejectedEventException {
        assertThat(event(ATTRIBUTES))
                .isEqualTo(
                        new UsageEvent(
                                "shop",
                                "acme",
                                "gateway-1",
                                "evt_1",
                                "llm.request",
                                Instant.parse("2026-03-01T00:00:00.123Z")));
    }

    @Test
    void eventWithoutANamespaceBelongsToTheDefaultOne() throws RejectedEventException {
        Map<String, String> attributes = new HashMap<>(ATTRIBUTES);
        attributes.remove("namespace");

        assertThat(event(attributes).namespace()).isEqualTo("default");
    }

    @ParameterizedTest
    @ValueSource(strings = {"specversion", "subject", "source", "id", "type", "time"})
    void missingAttributeIsNamed(String name) {
        Map<String, String> attributes = new HashMap<>(ATTRIBUTES);
        attributes.remove(name);

        RejectedEventException refusal = refusal(attributes);

        assertThat(refusal.reason()).isEqualTo(RejectionReason.MISSING_ATTRIBUTE);
        assertThat(refusal.detail()).isEqualTo("attribute " + name + " is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"specversion", "namespace", "subject", "source", "id", "type", "time"})
    void blankAttributeIsInvalid(String name) {
        RejectedEventException refusal = refusal(with(name, " "));

        assertThat(refusal.reason()).isEqualTo(RejectionReason.INVALID_ATTRIBUTE);
        assertThat(refusal.detail()).contains("attribute " + name + " must not be empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"namespace", "subject", "source", "id", "type"})
    void attributeHasAtMost256Characters(String name) throws RejectedEventException {
        assertThat(event(with(name, "x".repeat(256)))).isNotNull();

        RejectedEventException refusal = refusal(with(name, "x".repeat(257)));

        assertThat(refusal.reason()).isEqualTo(RejectionReason.INVALID_ATTRIBUTE);
        assertThat(refusal.detail()).contains(name, "at most 256", "had 257");
    }

    @ParameterizedTest
    @ValueSource(strings = {"namespace", "subject", "source", "id", "type"})
    void attributeThatCannotBeStoredIsInvalid(String name) {
        assertThat(refusal(with(name, "a\0")).reason())
                .isEqualTo(RejectionReason.INVALID_ATTRIBUTE);
        assertThat(refusal(with(name, "a\ud83d")).detail()).contains(name, "half a surrogate pair");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3", "1", "1.1", "２.0"})
    void otherSpecVersionIsInvalid(String version) {
        RejectedEventException refusal = refusal(with("specversion", version));

        assertThat(refusal.reason()).isEqualTo(RejectionReason.INVALID_ATTRIBUTE);
        assertThat(refusal.detail()).contains("\"1.0\"", "\"" + version + "\"");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "2026-03-01T00:00:00Z, 2026-03-01T00:00:00Z",
        "2026-03-01T01:00:00+01:00, 2026-03-01T00:00:00Z",
        "2026-03-01t00:00:00z, 2026-03-01T00:00:00Z",
        "2026-02-28T18:15:00-05:45, 2026-03-01T00:00:00Z",
        "2026-03-01T00:00:00.1239Z, 2026-03-01T00:00:00.123Z",
        "2026-03-01T00:00:00.123999999Z, 2026-03-01T00:00:00.123Z",
        "2026-03-01T00:00:00.1239999999Z, 2026-03-01T00:00:00.123Z",
        "2026-03-01T00:00:00.0009999999999999999999999999999999Z, 2026-03-01T00:00:00Z",
        "2026-03-01T00:00:00.5Z, 2026-03-01T00:00:00.500Z",
        "2026-03-01T19:00:00+19:00, 2026-03-01T00:00:00Z",
        "2026-02-28T00:01:00-23:59, 2026-03-01T00:00:00Z",
        "2026-03-01T00:00:00-00:00, 2026-03-01T00:00:00Z",
        "2024-02-29T12:00:00Z, 2024-02-29T12:00:00Z",
        "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999Z",
    })
    void timeIsReadToTheMillisecond(String time, Instant expected) throws RejectedEventException {
        assertThat(UsageEvent.eventTime(time)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "yesterday",
                "2026-03-01",
                "2026-03-01T00:00:00",
                "2026-03-01 00:00:00Z",
                "2026-02-29T00:00:00Z",
                "2026-03-01T24:00:00Z",
                "2026-03-01T00:00:60Z",
                "2026-06-30T23:59:60Z",
                "2026-03-01T00:00Z",
                "2026-03-01T00:00:00+24:00",
                "2026-03-01T00:00:00+01:60",
                "2026-03-01T00:00:00+01",
                "2026-03-01T00:00:00+0100",
                "2026-03-01T00:00:00+01:00:30",
                "2026-03-01T00:00:00.Z",
                "2026-03-01T00:00:00,5Z",
                "2026-3-01T00:00:00Z",
                "2026-03-01T00:00:00Z ",
                "２０２６-03-01T00:00:00Z",
                "-2026-03-01T00:00:00Z",
                "1767225600",
                "1969-12-31T23:59:59.999Z",
                "+10000-01-01T00:00:00Z",
                "+999999999-12-31T23:59:59-18:00",
            })
    void otherTimeIsRefusedAndQuoted(String time) {
        RejectedEventException refusal =
                catchThrowableOfType(
                        RejectedEventException.class, () -> UsageEvent.eventTime(time));

        assertThat(refusal.reason()).isEqualTo(RejectionReason.BAD_TIME);
        assertThat(refusal.detail()).contains("\"" + time + "\"");
    }

    @Test
    void identityLeavesTimeAndTypeOut() throws RejectedEventException {
        UsageEvent retry =
                event(with("time", "2026-03-02T00:00:00Z", "type", "llm.request.retried"));

        assertThat(retry.identity()).isEqualTo(event(ATTRIBUTES).identity());
    }

    private static Map<String, String> with(String... namesAndValues) {
        Map<String, String> attributes = new HashMap<>(ATTRIBUTES);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            attributes.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return attributes;
    }

    private static UsageEvent event(Map<String, String> attributes) throws RejectedEventException {
        return UsageEvent.fromAttributes(
                attributes.get("specversion"),
                attributes.get("namespace"),
                attributes.get("subject"),
                attributes.get("source"),
                attributes.get("id"),
                attributes.get("type"),
                attributes.get("time"));
    }

    private static RejectedEventException refusal(Map<String, String> attributes) {
        return catchThrowableOfType(RejectedEventException.class, () -> event(attributes));
    }
}
