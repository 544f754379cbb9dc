package io.flowmeter.job.replay;

import io.flowmeter.core.event.LogPosition;
import io.flowmeter.job.ingest.RawEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The records of a log in append order, dealt out to partitions; each partition keeps that order.
 * The time of an event follows from the append time of its first copy, so copies are equal.
 */
final class EventLog {
    /** Berlin's clocks go forward three hours later. */
    static final Instant START = Instant.parse("2026-03-28T22:00:00Z");

    private static final Duration REST = Duration.ofMinutes(10);

    private final List<RawEvent> inAppendOrder = new ArrayList<>();
    private final List<List<RawEvent>> partitions = new ArrayList<>();
    private final Map<List<Integer>, Instant> eventTimes = new HashMap<>();
    private Instant now = START;

    /**
     * @param keyed every tenant's events stand in one partition, as producers should have it
     */
    EventLog(List<Entry> entries, int partitionCount, boolean keyed) {
        for (int i = 0; i < partitionCount; i++) {
            partitions.add(new ArrayList<>());
        }
        for (Entry entry : entries) {
            now = now.plusMillis(entry.gapMillis());
            int wanted = keyed ? entry.event() / Entry.EVENTS_PER_TENANT : entry.partition();
            int partition = wanted % partitionCount;
            append(partition, json(entry));
        }
    }

    List<RawEvent> partition(int partition) {
        return partitions.get(partition);
    }

    int partitionCount() {
        return partitions.size();
    }

    List<RawEvent> inAppendOrder() {
        return inAppendOrder;
    }

    /** A while after the last record: some rolling quantities have fallen, others have not. */
    long endMillis() {
        return now.plus(REST).toEpochMilli();
    }

    private void append(int partition, String json) {
        List<RawEvent> records = partitions.get(partition);
        RawEvent record =
                new RawEvent(
                        new LogPosition("usage-events", partition, records.size()),
                        now.toEpochMilli(),
                        null,
                        json.getBytes(StandardCharsets.UTF_8),
                        "{}");
        records.add(record);
        inAppendOrder.add(record);
    }

    private String json(Entry entry) {
        int event = entry.event();
        int variant = entry.variant();
        String target = "\"id\":\"e" + event + "\",\"source\":\"test\"";
        return switch (entry.kind()) {
            case USAGE -> usage(event, variant);
            case VOID -> correction("v", entry, target);
            case REPLACE -> correction("r", entry, target + replacement(event, variant));
            case REPLACE_AS_VOID -> correction("v", entry, target + replacement(event, variant));
            case POISON -> "{\"specversion\":\"1.0\",\"id\":" + event;
            case NO_VALUE -> envelope("n" + event, type(event), entry.tenant(), now, "{}");
            case UNMATCHED -> envelope("u" + event, "no.such.type", entry.tenant(), now, "{}");
            case NOWHERE ->
                    usage(event, variant)
                            .replace("\"subject\"", "\"namespace\":\"nowhere\",\"subject\"");
        };
    }

    private String usage(int event, int variant) {
        Instant time = eventTime(event, variant);
        return envelope(
                "e" + event, type(event), Entry.tenantOf(event), time, data(event, variant));
    }

    private String correction(String kind, Entry entry, String data) {
        String id = kind + entry.event() + "-" + entry.variant();
        return envelope(id, "flowmeter.void", entry.tenant(), now, "{" + data + "}");
    }

    private String replacement(int event, int variant) {
        return ",\"event\":{\"type\":\""
                + type(event)
                + "\",\"time\":\""
                + eventTime(event, variant)
                + "\",\"data\":"
                + data(event, variant)
                + "}";
    }

    /** Most are fresh; one is too late, one three days old, and one ahead of time. */
    private Instant eventTime(int event, int variant) {
        Duration age =
                switch (event % 8) {
                    case 5 -> Duration.ofDays(36);
                    case 6 -> Duration.ofDays(3);
                    case 7 -> Duration.ofMinutes(-6);
                    default -> Duration.ofMinutes(event % 3);
                };
        return eventTimes.computeIfAbsent(List.of(event, variant), first -> now.minus(age));
    }

    private static String type(int event) {
        return event % 4 == 3 ? "gauge" : "call";
    }

    private static String data(int event, int variant) {
        return "{\"value\":"
                + ((event * 3 + variant * 5) % 11 - 2)
                + ".5,\"model\":\"m-"
                + variant
                + "\",\"user\":\"u-"
                + event % 3
                + "\"}";
    }

    private static String envelope(
            String id, String type, String tenant, Instant time, String data) {
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
}
