package io.flowmeter.api.event;

import io.flowmeter.api.database.Progress;
import io.flowmeter.core.event.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Conservation: events read from the log = the sum of all numbers here.
 *
 * @param deadLetter reason code to events
 * @param unmatched event type to events
 */
record VerdictsResponse(
        long accepted,
        long duplicate,
        long conflict,
        Map<String, Long> deadLetter,
        Map<String, Long> unmatched,
        @Nullable Instant asOf,
        @Nullable Long lagSeconds) {

    static VerdictsResponse of(List<VerdictQueries.Count> counts, Progress progress) {
        return new VerdictsResponse(
                sum(counts, Verdict.ACCEPTED),
                sum(counts, Verdict.DUPLICATE),
                sum(counts, Verdict.CONFLICT),
                byDetail(counts, Verdict.DEAD_LETTER),
                byDetail(counts, Verdict.UNMATCHED),
                progress.asOf(),
                progress.lagSeconds());
    }

    private static long sum(List<VerdictQueries.Count> counts, Verdict verdict) {
        return byDetail(counts, verdict).values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<String, Long> byDetail(List<VerdictQueries.Count> counts, Verdict verdict) {
        Map<String, Long> byDetail = new TreeMap<>();
        for (VerdictQueries.Count count : counts) {
            if (count.verdict().equals(verdict.name())) {
                byDetail.merge(count.detail(), count.events(), Long::sum);
            }
        }
        return byDetail;
    }
}
