package io.flowmeter.bench.oracle;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What topics hold where the tables are {@link HandMadeTables}. */
final class HandMadeTopics {
    private HandMadeTopics() {}

    static ReadTopics all() {
        return new ReadTopics(HandMadeTables.log(), letters(), crossings());
    }

    static List<LogRecord> letters() {
        LogRecord garbage = HandMadeTables.log().get(4);
        Map<String, String> headers = new TreeMap<>(garbage.headers());
        headers.put("flowmeter-position", "usage-events-0@4");
        headers.put("flowmeter-reason", "UNPARSABLE");
        headers.put("flowmeter-partial", "false");
        headers.put("flowmeter-detail", "it is no JSON");
        return List.of(
                new LogRecord(
                        "usage-events-dead-letter",
                        0,
                        0,
                        garbage.appendMillis(),
                        garbage.key(),
                        garbage.value(),
                        headers));
    }

    /** In the order of the log. */
    static List<LogRecord> crossings() {
        String each =
                "'limitKey':'each','meter':'users','window':'MONTH','dimensions':{'m':'x'},"
                        + "'threshold':'25%','limitQuantity':'4','thresholdQuantity':'1',";
        String five =
                "'limitKey':'five','meter':'last','window':'PERIOD','dimensions':null,"
                        + "'threshold':'100%','limitQuantity':'5','thresholdQuantity':'5',";
        List<String> records =
                List.of(
                        five + happened("CROSSED", 1, 5, "10:00:31"),
                        each + happened("CROSSED", 1, 1, "10:00:41"),
                        five + happened("RECOVERED", 1, 0, "10:00:50"),
                        five + happened("CROSSED", 2, 7, "10:01:01"));
        return IntStream.range(0, records.size())
                .mapToObj(offset -> crossing(offset, inMarch(records.get(offset))))
                .toList();
    }

    /** A record of acme's. */
    static LogRecord crossing(int offset, String json) {
        return crossing(offset, "default/acme", TestLog.quoted(json));
    }

    static LogRecord crossing(int offset, String key, String json) {
        return new LogRecord(
                "threshold-crossings",
                0,
                offset,
                TestLog.START.toEpochMilli(),
                key.getBytes(StandardCharsets.UTF_8),
                json.getBytes(StandardCharsets.UTF_8),
                Map.of());
    }

    private static String happened(String direction, int ordinal, int quantity, String time) {
        return "'direction':'%s','ordinal':%d,'quantity':'%d','occurredAt':'2026-03-10T%sZ'"
                .formatted(direction, ordinal, quantity, time);
    }

    private static String inMarch(String members) {
        return "{'namespace':'default','tenant':'acme',"
                + "'windowStart':'2026-03-01T00:00:00Z','windowEnd':'2026-04-01T00:00:00Z',"
                + members
                + "}";
    }
}
