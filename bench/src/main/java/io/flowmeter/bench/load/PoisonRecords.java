package io.flowmeter.bench.load;

import com.fasterxml.jackson.databind.util.RawValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records no meter can count, in every way a producer can be wrong. */
final class PoisonRecords {
    private static final int BIG_BYTES = 200_000;
    private static final int LONG_TEXT = 300;
    private static final int DEEP = 1_200;
    private static final String THIRTY_NINE_DIGITS = "1".repeat(39);

    private PoisonRecords() {}

    static List<Scenario> scenarios() {
        return List.of(
                new Scenario(15, stage -> bytes(stage, LoadKind.POISON_NOT_JSON)),
                new Scenario(15, stage -> bytes(stage, LoadKind.POISON_TRUNCATED)),
                new Scenario(15, stage -> bytes(stage, LoadKind.POISON_WRONG_UTF8)),
                new Scenario(15, stage -> bytes(stage, LoadKind.POISON_EMPTY)),
                new Scenario(15, PoisonRecords::tombstone),
                new Scenario(20, stage -> members(stage, LoadKind.POISON_MISSING_ATTRIBUTE)),
                new Scenario(20, stage -> members(stage, LoadKind.POISON_WRONG_TYPE)),
                new Scenario(15, stage -> members(stage, LoadKind.POISON_BAD_TIME)),
                new Scenario(10, stage -> members(stage, LoadKind.POISON_LONG_ID)),
                new Scenario(10, stage -> members(stage, LoadKind.POISON_HALF_SURROGATE)),
                new Scenario(15, stage -> members(stage, LoadKind.POISON_UNKNOWN_NAMESPACE)),
                new Scenario(15, stage -> data(stage, LoadKind.POISON_HUGE_NUMBER)),
                new Scenario(15, stage -> data(stage, LoadKind.POISON_TOO_MANY_DIGITS)),
                new Scenario(15, stage -> data(stage, LoadKind.POISON_VALUE_MISSING)),
                new Scenario(10, stage -> data(stage, LoadKind.POISON_LONG_VALUE)),
                new Scenario(10, stage -> data(stage, LoadKind.POISON_DEEP_NESTING)),
                new Scenario(3, stage -> data(stage, LoadKind.POISON_BIG)),
                new Scenario(15, PoisonRecords::binary));
    }

    private static void bytes(Stage stage, LoadKind kind) {
        EventDraft draft = stage.draft(stage.tenant());
        byte[] good = draft.structured();
        byte[] bad =
                switch (kind) {
                    case POISON_TRUNCATED ->
                            Arrays.copyOf(good, 1 + stage.random().nextInt(good.length - 1));
                    case POISON_WRONG_UTF8 -> withWrongByte(good, stage);
                    case POISON_EMPTY -> new byte[0];
                    default -> notJson(stage.random().nextInt(5));
                };
        stage.append(LoadRecord.bare(kind, draft.key(), bad));
    }

    private static byte[] notJson(int variant) {
        String text =
                switch (variant) {
                    case 0 -> "usage: 17";
                    case 1 -> "[]";
                    case 2 -> "null";
                    case 3 -> "{\"id\":\"a\",\"id\":\"b\"}";
                    default -> "{} {}";
                };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** 0xC0 occurs nowhere in UTF-8. */
    private static byte[] withWrongByte(byte[] good, Stage stage) {
        byte[] bad = good.clone();
        bad[stage.random().nextInt(bad.length)] = (byte) 0xC0;
        return bad;
    }

    private static void tombstone(Stage stage) {
        byte[] key = stage.draft(stage.tenant()).key();
        stage.append(LoadRecord.bare(LoadKind.POISON_TOMBSTONE, key, null));
    }

    /** One attribute is wrong. */
    private static void members(Stage stage, LoadKind kind) {
        EventDraft draft = stage.draft(stage.tenant());
        Map<String, Object> members = draft.members();
        String name = List.of("id", "source", "type", "time", "subject").get(variant(stage, 5));
        switch (kind) {
            case POISON_MISSING_ATTRIBUTE -> members.remove(name);
            case POISON_WRONG_TYPE -> {
                boolean isData = stage.random().nextInt(3) == 0;
                members.put(isData ? "data" : name, isData ? "17" : 17);
            }
            case POISON_BAD_TIME ->
                    members.put(
                            "time",
                            List.of("yesterday", "2026-02-30T00:00:00Z", "1e9")
                                    .get(variant(stage, 3)));
            case POISON_LONG_ID -> members.put("id", "x".repeat(LONG_TEXT));
            case POISON_HALF_SURROGATE -> members.put("id", new RawValue("\"cut \\ud83d\""));
            default -> members.put("namespace", "nowhere-" + variant(stage, 3));
        }
        stage.append(LoadRecord.bare(kind, draft.key(), EventDraft.utf8(LoadJson.text(members))));
    }

    /** The attributes are right, the data is not. */
    private static void data(Stage stage, LoadKind kind) {
        Map<String, Object> data = new LinkedHashMap<>();
        UsageData.Kind type = UsageData.Kind.GAUGE;
        switch (kind) {
            case POISON_HUGE_NUMBER ->
                    data.put(
                            "level",
                            new RawValue(
                                    List.of("1e400", "-1e-400", "1e99999999999", "1e2147483647")
                                            .get(variant(stage, 4))));
            case POISON_TOO_MANY_DIGITS ->
                    data.put(
                            "level",
                            variant(stage, 2) == 0
                                    ? new BigDecimal(THIRTY_NINE_DIGITS)
                                    : new BigDecimal("0." + THIRTY_NINE_DIGITS.substring(20)));
            case POISON_LONG_VALUE -> {
                type = UsageData.Kind.SEAT;
                data.put("seat", Map.of("id", "y".repeat(LONG_TEXT)));
            }
            case POISON_DEEP_NESTING ->
                    data.put("level", new RawValue("[".repeat(DEEP) + "]".repeat(DEEP)));
            case POISON_BIG -> {
                data.put("level", 1);
                data.put("padding", "z".repeat(BIG_BYTES));
            }
            default -> data.put("level", variant(stage, 2) == 0 ? null : List.of(1, 2));
        }
        EventDraft draft = stage.draft(stage.tenant()).withType(type.type(), data);
        stage.append(stage.write(kind, draft));
    }

    private static void binary(Stage stage) {
        EventDraft draft = stage.draft(stage.tenant());
        LoadRecord good = LoadRecord.binary(LoadKind.POISON_BINARY, draft);
        Map<String, String> headers = new LinkedHashMap<>(good.headers());
        switch (variant(stage, 4)) {
            case 0 -> headers.remove("ce_id");
            case 1 -> headers.put("ce_id", "cut \uFFFD");
            case 2 -> headers.put("content-type", "text/plain");
            default -> headers.put("ce_specversion", "0.3");
        }
        stage.append(
                new LoadRecord(good.kind(), good.key(), good.value(), Map.copyOf(headers), null));
    }

    private static int variant(Stage stage, int variants) {
        return stage.random().nextInt(variants);
    }
}
