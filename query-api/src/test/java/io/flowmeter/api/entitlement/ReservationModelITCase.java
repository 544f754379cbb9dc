package io.flowmeter.api.entitlement;

import static io.flowmeter.api.entitlement.TestLimit.limit;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to reservations, a check answers as a sum kept beside them says. */
class ReservationModelITCase {

    private static final int LIMIT = 12;
    private static final int STEPS = 150;

    private final Map<String, Integer> open = new HashMap<>();
    private int used;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void checksAnswerAsTheSumOfUsageAndOpenReservationsSays(long seed) {
        try (ApiFixture api = ApiFixture.start()) {
            var limits = new LimitFixture(api);
            limits.tenant("acme", limit("calls", "" + LIMIT)).used("acme", "calls", "0");
            var random = new Random(seed);
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(6)) {
                    case 0, 1, 2 -> reserve(limits, 1 + random.nextInt(4), step);
                    case 3 -> end(random, id -> release(api, id));
                    case 4 -> end(random, id -> expire(api, id));
                    default -> end(random, id -> count(api, id));
                }
            }
            assertThat(limits.check("acme", "calls", "{}").at("/limits/0/reserved"))
                    .isEqualTo("" + taken());
        }
    }

    private void reserve(LimitFixture limits, int quantity, int step) {
        Answer answer = limits.reserve("acme", "calls", quantity);

        boolean fits = used + taken() + quantity <= LIMIT;
        assertThat(answer.status()).as("step %d", step).isEqualTo(fits ? 200 : 429);
        assertThat(answer.at("/remaining"))
                .isEqualTo("" + (LIMIT - used - taken() - (fits ? quantity : 0)));
        if (fits) {
            open.put(answer.at("/reservation"), quantity);
        }
    }

    private interface End {
        void of(String id);
    }

    private void end(Random random, End end) {
        if (!open.isEmpty()) {
            List<String> ids = new ArrayList<>(open.keySet());
            ids.sort(null);
            String id = ids.get(random.nextInt(ids.size()));
            end.of(id);
            open.remove(id);
        }
    }

    private static void release(ApiFixture api, String id) {
        assertThat(
                        api.send(api.request("/v1/reservations/" + id, ApiFixture.KEY).DELETE())
                                .status())
                .isEqualTo(204);
    }

    private static void expire(ApiFixture api, String id) {
        api.execute("UPDATE reservation SET expires_at = clock_timestamp() WHERE id = ?", id);
    }

    /** As the job does; near the limit everything is voided, so that it goes on. */
    private void count(ApiFixture api, String id) {
        used += open.getOrDefault(id, 0);
        assertThat(used).isLessThanOrEqualTo(LIMIT);
        if (used > LIMIT - 3) {
            used = 0;
        }
        api.owner.useTransaction(
                handle -> {
                    handle.execute("UPDATE reservation SET confirmed_at = now() WHERE id = ?", id);
                    handle.execute("UPDATE usage_aggregate SET quantity = ?", used);
                });
    }

    private int taken() {
        return open.values().stream().mapToInt(Integer::intValue).sum();
    }
}
