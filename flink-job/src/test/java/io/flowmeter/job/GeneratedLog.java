package io.flowmeter.job;

import io.flowmeter.core.event.LogPosition;
import io.flowmeter.job.ingest.RawEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A seeded log of everything producers do to a meter: plain usage, retries, conflicting retries,
 * voids (before and after their target, repeated, of nothing), replacements, events late, ahead of
 * time, broken, unmatched, or of an unknown namespace. Append times only grow.
 */
final class GeneratedLog {
    static final Instant START = Instant.parse("2026-03-28T22:00:00Z");

    private static final Duration STEP = Duration.ofMillis(1_700);
    private static final String[] TENANTS = {"acme", "globex", "initech"};

    private final Random random;
    private final List<RawEvent> events = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private final List<String> sentIds = new ArrayList<>();

    /** Append time of the last event of a log. */
    static Instant end(int size) {
        return START.plus(STEP.multipliedBy(size));
    }

    private GeneratedLog(long seed) {
        this.random = new Random(seed);
    }

    static List<RawEvent> of(long seed, int size) {
        GeneratedLog log = new GeneratedLog(seed);
        while (log.events.size() < size) {
            log.appendOne();
        }
        return List.copyOf(log.events.subList(0, size));
    }

    private void appendOne() {
        int kind = random.nextInt(100);
        if (kind < 70 || sent.size() < 20) {
            usage(now().minusMillis(random.nextInt(600_000)));
        } else if (kind < 76) {
            append(sent.get(random.nextInt(sent.size())));
        } else if (kind < 79) {
            String id = sentIds.get(random.nextInt(sentIds.size()));
            append(event(id, "call", now(), data()));
        } else if (kind < 84) {
            correction(sentIds.get(random.nextInt(sentIds.size())), "");
        } else if (kind < 87) {
            String id = sentIds.get(random.nextInt(sentIds.size()));
            correction(
                    id,
                    ",\"event\":{\"type\":\"call\",\"time\":\""
                            + now()
                            + "\",\"data\":"
                            + data()
                            + "}");
        } else if (kind < 88) {
            correction("nobody-" + random.nextInt(1_000), "");
        } else if (kind < 90) {
            usage(now().minus(Duration.ofDays(36)));
        } else if (kind < 92) {
            usage(now().minus(Duration.ofDays(3 + random.nextInt(30))));
        } else if (kind < 93) {
            usage(now().plus(Duration.ofMinutes(6)));
        } else if (kind < 94) {
            usage(now().plus(Duration.ofMinutes(4)));
        } else if (kind < 96) {
            append("{\"specversion\":\"1.0\",\"id\":" + random.nextInt(3));
        } else if (kind < 97) {
            append(event("u" + events.size(), "no.such.type", now(), data()));
        } else if (kind < 98) {
            append(
                    event("n" + events.size(), "call", now(), data())
                            .replace("\"subject\"", "\"namespace\":\"nowhere\",\"subject\""));
        } else if (kind < 99) {
            append(event("m" + events.size(), "gauge", now(), "{\"value\":null}"));
        } else {
            append(event("p" + events.size(), "call", now(), "{\"model\":\"m\",\"user\":\"u\"}"));
        }
    }

    private void usage(Instant time) {
        String id = "e" + events.size();
        String type = random.nextInt(4) == 0 ? "gauge" : "call";
        String json = event(id, type, time, data());
        sent.add(json);
        sentIds.add(id);
        append(json);
    }

    /** One in five is sent twice. */
    private void correction(String target, String event) {
        String json =
                event(
                        "v" + events.size(),
                        "flowmeter.void",
                        now(),
                        "{\"id\":\"" + target + "\",\"source\":\"test\"" + event + "}");
        append(json);
        if (random.nextInt(5) == 0) {
            append(json);
        }
    }

    private String data() {
        return "{\"value\":"
                + (random.nextInt(40) - 5)
                + "."
                + random.nextInt(3)
                + ",\"model\":\"m-"
                + random.nextInt(6)
                + "\",\"user\":\"u-"
                + random.nextInt(25)
                + "\"}";
    }

    /** A tenant's events keep their tenant: it follows from the id. */
    private static String event(String id, String type, Instant time, String data) {
        String tenant = TENANTS[tenantOf(type, id, data)];
        return "{\"specversion\":\"1.0\",\"id\":\""
                + id
                + "\",\"source\":\"test\",\"type\":\""
                + type
                + "\",\"subject\":\""
                + tenant
                + "\",\"time\":\""
                + time
                + "\",\"data\":"
                + data
                + "}";
    }

    private static int tenantOf(String type, String id, String data) {
        String owner = type.equals("flowmeter.void") ? data.substring(7, data.indexOf('"', 7)) : id;
        return Math.floorMod(owner.hashCode(), TENANTS.length);
    }

    private Instant now() {
        return START.plus(STEP.multipliedBy(events.size()));
    }

    private void append(String json) {
        int offset = events.size();
        events.add(
                new RawEvent(
                        new LogPosition("usage-events", 0, offset),
                        now().toEpochMilli(),
                        null,
                        json.getBytes(StandardCharsets.UTF_8),
                        "{}"));
    }
}
