package io.flowmeter.bench.load;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

/** Data of usage events, as {@link LoadMeters} reads them. */
final class UsageData {
    private static final BigInteger TEN = BigInteger.TEN;

    private UsageData() {}

    /** The event types that meters count. */
    enum Kind {
        REQUEST("request") {
            @Override
            Map<String, Object> data(SplittableRandom random) {
                Map<String, Object> data = new LinkedHashMap<>();
                data.put("tokens", random.nextInt(4_000));
                data.put("status", random.nextInt(8) == 0 ? "error" : "ok");
                data.put("model", "m-" + random.nextInt(3));
                data.put("region", random.nextInt(9) == 0 ? null : "r-" + random.nextInt(2));
                data.put("user", "user-" + random.nextInt(60));
                return data;
            }
        },
        GAUGE("gauge") {
            @Override
            Map<String, Object> data(SplittableRandom random) {
                Map<String, Object> data = new LinkedHashMap<>();
                data.put("level", decimal(random, 3, 3));
                data.put("sensor", "sensor \"" + random.nextInt(3) + "\"");
                return data;
            }
        },
        TRANSFER("transfer") {
            @Override
            Map<String, Object> data(SplittableRandom random) {
                Map<String, Object> data = new LinkedHashMap<>();
                BigDecimal bytes = decimal(random, 9, 6);
                data.put("bytes", random.nextInt(4) == 0 ? bytes.toPlainString() : bytes);
                data.put("link", Map.of("name", "l-" + random.nextInt(2)));
                return data;
            }
        },
        SEAT("seat") {
            @Override
            Map<String, Object> data(SplittableRandom random) {
                Map<String, Object> data = new LinkedHashMap<>();
                data.put("seat", Map.of("id", "seat-" + random.nextInt(40)));
                data.put("plan", random.nextBoolean() ? "pro" : "團隊");
                return data;
            }
        };

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        String type() {
            return type;
        }

        abstract Map<String, Object> data(SplittableRandom random);

        /** More than half are requests. */
        static Kind draw(SplittableRandom random) {
            int drawn = random.nextInt(20);
            return drawn < 12 ? REQUEST : drawn < 15 ? GAUGE : drawn < 18 ? TRANSFER : SEAT;
        }
    }

    /** A decimal of either sign with up to so many digits before and after the point. */
    static BigDecimal decimal(SplittableRandom random, int whole, int fraction) {
        BigInteger bound = TEN.pow(whole + fraction);
        BigInteger unscaled = new BigInteger(128, asRandom(random)).mod(bound);
        BigDecimal value = new BigDecimal(unscaled, fraction);
        return random.nextInt(5) == 0 ? value.negate() : value;
    }

    private static Random asRandom(SplittableRandom random) {
        return new Random(random.nextLong());
    }
}
