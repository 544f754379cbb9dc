package io.flowmeter.bench.oracle;

import io.flowmeter.bench.oracle.Versions.MeterVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes one record after the other: a dead letter, unmatched, or an entry in the history of an
 * identity.
 */
final class Admission {
    private final Rules rules;
    private final long minuteAgeMillis;
    private final Instant monthsSince;
    private final Verdicts verdicts = new Verdicts();
    private final List<Letter> letters = new ArrayList<>();
    private final Map<Identity, List<Entry>> histories = new LinkedHashMap<>();

    Admission(Rules rules, OracleSettings settings) {
        this.rules = rules;
        this.minuteAgeMillis = settings.minuteAge().toMillis();
        this.monthsSince = settings.monthsSince();
    }

    Verdicts verdicts() {
        return verdicts;
    }

    List<Letter> letters() {
        return letters;
    }

    /** Entries in the order their records were admitted in. */
    Map<Identity, List<Entry>> histories() {
        return histories;
    }

    void admit(LogRecord record) {
        EventReader.Reading reading = EventReader.read(record);
        String refusal =
                reading.reason() != null ? reading.reason() : admit(record, reading.require());
        if (refusal != null) {
            letters.add(
                    new Letter(
                            record, reading.namespace(), reading.tenant(), refusal, false, true));
            // Namespaces that do not exist share one count, whatever else is wrong.
            Instant appendTime = Instant.ofEpochMilli(record.appendMillis());
            boolean isKnown = rules.hasNamespace(reading.namespace(), appendTime);
            verdicts.add(isKnown ? reading.namespace() : "", "DEAD_LETTER", refusal);
        }
    }

    /** The reason to refuse the event; null if there is none. */
    private @Nullable String admit(LogRecord record, ReadEvent event) {
        Instant appendTime = Instant.ofEpochMilli(record.appendMillis());
        ReadEvent.Wish wish = event.wish();
        try {
            rules.requireNamespace(event.identity().namespace(), appendTime);
            if (wish == null) {
                Usage usage = usage(record, event);
                if (usage == null) {
                    verdicts.add(event.identity().namespace(), "UNMATCHED", event.type());
                } else {
                    enter(event.identity(), new Entry(record, event.content(), usage, null));
                }
                return null;
            }
            ReadEvent replacement = wish.replacement();
            Usage usage = replacement == null ? null : usage(record, replacement);
            String content = replacement == null ? Content.VOID : replacement.content();
            enter(wish.target(), new Entry(record, content, usage, event.identity()));
            return null;
        } catch (RefusedException e) {
            return e.reason();
        }
    }

    private void enter(Identity identity, Entry entry) {
        histories.computeIfAbsent(identity, none -> new ArrayList<>()).add(entry);
        verdicts.addRecord(identity.namespace());
    }

    /**
     * What the meters in force make of an event; null if none wants it.
     *
     * @throws RefusedException if meters want it and not one can read it; the reason is that of the
     *     first of them by key
     */
    private @Nullable Usage usage(LogRecord record, ReadEvent event) throws RefusedException {
        Instant appendTime = Instant.ofEpochMilli(record.appendMillis());
        rules.requireInTime(event.identity().namespace(), event.time(), appendTime);
        List<Contribution> contributions = new ArrayList<>();
        RefusedException refusal = null;
        for (MeterVersion meter : rules.meters(event, appendTime)) {
            try {
                Contribution contribution = MeterReader.read(meter, event.data());
                if (contribution != null) {
                    contributions.add(contribution);
                }
            } catch (RefusedException e) {
                refusal = refusal == null ? e : refusal;
            }
        }
        if (contributions.isEmpty() && refusal != null) {
            throw refusal;
        }
        if (contributions.isEmpty()) {
            return null;
        }
        if (refusal != null) {
            Identity of = event.identity();
            letters.add(
                    new Letter(record, of.namespace(), of.tenant(), refusal.reason(), true, true));
        }
        return placed(event, appendTime, contributions);
    }

    private Usage placed(ReadEvent event, Instant appendTime, List<Contribution> contributions) {
        long eventMillis = event.time().toEpochMilli();
        boolean isCalendar = rules.hasCalendarPeriods(event.identity(), event.time(), appendTime);
        return new Usage(
                event.identity().id(),
                eventMillis,
                appendTime.toEpochMilli() - eventMillis <= minuteAgeMillis,
                rules.day(event.identity(), event.time(), appendTime),
                rules.period(event.identity(), event.time(), appendTime),
                appendTime.isBefore(monthsSince) && !isCalendar
                        ? null
                        : rules.month(event.identity(), event.time(), appendTime),
                isCalendar,
                contributions);
    }
}
