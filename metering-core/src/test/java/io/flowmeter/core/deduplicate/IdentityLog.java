package io.flowmeter.core.deduplicate;

import io.flowmeter.core.aggregate.EventUsage;
import io.flowmeter.core.aggregate.Placement;
import io.flowmeter.core.event.DeadLetter;
import io.flowmeter.core.event.Fingerprint;
import io.flowmeter.core.event.LogPosition;
import io.flowmeter.core.event.Verdict;
import io.flowmeter.core.meter.Contribution;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the records of one identity and keeps what the history answers. */
final class IdentityLog {
    /** The deduplication window of these tests, in milliseconds. */
    static final long WINDOW = 10;

    private final List<Verdict> verdicts = new ArrayList<>();
    private final List<Step.Conflict> conflicts = new ArrayList<>();
    private final List<Correction> applied = new ArrayList<>();
    private final List<DeadLetter> refused = new ArrayList<>();
    private final Map<EventUsage, Integer> net = new HashMap<>();
    private IdentityHistory history = IdentityHistory.EMPTY;

    /** One copy or one correction. */
    sealed interface Entry {
        long appendMillis();

        Step readInto(IdentityHistory history);

        record Copy(Occurrence occurrence) implements Entry {
            @Override
            public long appendMillis() {
                return occurrence.appendMillis();
            }

            @Override
            public Step readInto(IdentityHistory history) {
                return history.occur(occurrence, WINDOW);
            }
        }

        record Fix(Correction correction) implements Entry {
            @Override
            public long appendMillis() {
                return correction.appendMillis();
            }

            @Override
            public Step readInto(IdentityHistory history) {
                return history.correct(correction, WINDOW);
            }
        }
    }

    /** A copy whose usage tells its content and its append time. */
    static Entry copy(String content, long appendMillis) {
        return new Entry.Copy(
                new Occurrence(
                        new LogPosition("usage-events", content.charAt(0) - '0', appendMillis),
                        appendMillis,
                        Fingerprint.of(content),
                        usage(content, appendMillis)));
    }

    static Entry voiding(String voidId, long appendMillis) {
        return fix(voidId, "void", null, appendMillis);
    }

    static Entry replacing(String voidId, String content, long appendMillis) {
        return fix(voidId, content, usage(content, appendMillis), appendMillis);
    }

    private static Entry fix(
            String voidId, String content, @Nullable EventUsage replacement, long appendMillis) {
        LogPosition position = new LogPosition("usage-events", 0, appendMillis);
        return new Entry.Fix(
                new Correction(
                        position,
                        appendMillis,
                        Fingerprint.of(content),
                        Fingerprint.of("identity", voidId),
                        "support",
                        replacement,
                        new DeadLetter(
                                position,
                                "shop",
                                "acme",
                                "VOID_TARGET_UNKNOWN",
                                voidId,
                                false,
                                appendMillis,
                                null,
                                null,
                                "{}")));
    }

    static EventUsage usage(String content, long appendMillis) {
        return new EventUsage(
                content,
                new Placement(appendMillis, true, 0, 100, 0, 1000, null),
                List.of(new Contribution("tokens", "SUM", "", 100, BigDecimal.ONE, null)));
    }

    static IdentityLog reading(Entry... entries) {
        return reading(List.of(entries));
    }

    static IdentityLog reading(List<Entry> entries) {
        IdentityLog log = new IdentityLog();
        entries.forEach(log::read);
        return log;
    }

    IdentityLog read(Entry entry) {
        return take(entry.readInto(history));
    }

    IdentityLog complete(long untilMillis) {
        return take(history.complete(untilMillis));
    }

    private IdentityLog take(Step step) {
        history = step.history();
        verdicts.addAll(step.verdicts());
        if (step.conflict() != null) {
            conflicts.add(step.conflict());
        }
        applied.addAll(step.applied());
        refused.addAll(step.refused());
        count(step.retracted(), -1);
        count(step.absorbed(), -1);
        count(step.added(), 1);
        return this;
    }

    private void count(@Nullable EventUsage usage, int sign) {
        if (usage != null) {
            net.merge(usage, sign, Integer::sum);
            net.remove(usage, 0);
        }
    }

    IdentityHistory history() {
        return history;
    }

    List<Verdict> verdicts() {
        return verdicts;
    }

    List<Step.Conflict> conflicts() {
        return conflicts;
    }

    List<Correction> applied() {
        return applied;
    }

    List<DeadLetter> refused() {
        return refused;
    }

    /** Usages added minus usages taken back; those that cancel out are absent. */
    Map<EventUsage, Integer> net() {
        return net;
    }
}
