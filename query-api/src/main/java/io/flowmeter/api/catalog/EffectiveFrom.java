package io.flowmeter.api.catalog;

import io.flowmeter.api.http.JsonBody;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** From when on a version of a plan or a subscription is to rule. */
final class EffectiveFrom {

    private EffectiveFrom() {}

    /**
     * The instant that is wanted; if it lies in the past, that is noted in the body. A request that
     * is sent once more may name what is the past by now.
     *
     * @param wanted null: now
     * @param newest of the newest version; null: there is none
     */
    static Instant of(
            JsonBody body, @Nullable Instant wanted, @Nullable Instant newest, Instant now) {
        if (wanted == null) {
            return now;
        }
        if (wanted.isBefore(now) && !wanted.equals(newest)) {
            body.wrong(
                    "effectiveFrom", "must not be in the past, before " + now + ", was " + wanted);
        }
        return wanted;
    }

    /** Whether a version that says what the newest says would make no difference. */
    static boolean isSame(@Nullable Instant wanted, Instant newest, Instant now) {
        return wanted == null ? !newest.isAfter(now) : wanted.equals(newest);
    }
}
