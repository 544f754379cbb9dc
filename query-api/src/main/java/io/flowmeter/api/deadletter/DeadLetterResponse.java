package io.flowmeter.api.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.flowmeter.api.http.Utf8;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter on the wire.
 *
 * @param position where it stands in the log: names it in a replay
 * @param value the event as it was sent, if it is text
 * @param valueBase64 the event as it was sent, if it is not
 */
record DeadLetterResponse(
        String position,
        String tenant,
        String reason,
        String detail,
        boolean partial,
        Instant appendedAt,
        Instant failedAt,
        @Nullable Instant replayedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String value,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String valueBase64) {

    static DeadLetterResponse of(StoredDeadLetter letter) {
        String text = null;
        String base64 = null;
        if (letter.value() != null) {
            try {
                text = Utf8.decode(letter.value());
            } catch (CharacterCodingException e) {
                base64 = Base64.getEncoder().encodeToString(letter.value());
            }
        }
        return new DeadLetterResponse(
                letter.position().toString(),
                letter.tenant(),
                letter.reason(),
                letter.detail(),
                letter.partial(),
                letter.appendedAt(),
                letter.failedAt(),
                letter.replayedAt(),
                text,
                base64);
    }
}
