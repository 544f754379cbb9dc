package io.flowmeter.bench.watch;

import io.flowmeter.bench.load.LoadTenant;
import io.flowmeter.bench.load.PrefixLog;
import io.flowmeter.bench.load.PrefixMeter;
import io.flowmeter.bench.watch.Snapshot.PrefixTotal;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Of a tenant whose n-th event says n, every meter and granularity shows the same n in one
 * snapshot; n never decreases; and it is at least the number of events appended before the
 * watermark of the same snapshot.
 */
final class ConsistentPrefix {
    private static final int GRANULARITIES = 4;
    private static final int METERS = PrefixMeter.values().length;

    private final PrefixLog log;
    private final Map<String, PrefixTotal> before = new HashMap<>();

    ConsistentPrefix(PrefixLog log) {
        this.log = log;
    }

    void see(Snapshot snapshot, Consumer<String> violation) {
        snapshot.prefixTotals().forEach(total -> compare(total, violation));
        for (LoadTenant tenant : log.tenants()) {
            List<PrefixTotal> totals =
                    snapshot.prefixTotals().stream().filter(total -> isOf(tenant, total)).toList();
            // What is known of the log is asked for after the snapshot was read.
            if (log.isExact(tenant)) {
                requireOneNumber(tenant, totals, violation);
            }
            snapshot.watermark()
                    .ifPresent(
                            watermark -> {
                                long expected = log.appendedBefore(tenant, watermark);
                                long seen = greatest(totals);
                                if (seen < expected) {
                                    violation.accept(
                                            "tenant "
                                                    + tenant.id()
                                                    + " shows "
                                                    + seen
                                                    + " events, but "
                                                    + expected
                                                    + " were appended before the watermark "
                                                    + watermark);
                                }
                            });
        }
    }

    private void compare(PrefixTotal total, Consumer<String> violation) {
        String key =
                String.join(
                        " ", total.namespace(), total.tenant(), total.meter(), total.granularity());
        PrefixTotal last = before.put(key, total);
        if (last != null
                && (total.events() < last.events()
                        || total.quantity().compareTo(last.quantity()) < 0)) {
            violation.accept(
                    "usage of a tenant without voids stepped back: " + last + " to " + total);
        }
    }

    private static void requireOneNumber(
            LoadTenant tenant, List<PrefixTotal> totals, Consumer<String> violation) {
        long number = greatest(totals);
        boolean isWhole = totals.isEmpty() || totals.size() == GRANULARITIES * METERS;
        if (!isWhole || totals.stream().anyMatch(total -> !says(number, total))) {
            violation.accept(
                    "tenant " + tenant.id() + " is no consistent prefix of the log: " + totals);
        }
    }

    private static boolean says(long number, PrefixTotal total) {
        BigDecimal shown = meter(total).isAdditive() ? total.quantity() : total.latest();
        return total.events() == number && shown.compareTo(BigDecimal.valueOf(number)) == 0;
    }

    /** The greatest number any meter shows. */
    private static long greatest(List<PrefixTotal> totals) {
        return totals.stream()
                .filter(total -> meter(total) == PrefixMeter.PREFIX_MAX)
                .mapToLong(total -> total.latest().longValueExact())
                .max()
                .orElse(0);
    }

    private static PrefixMeter meter(PrefixTotal total) {
        for (PrefixMeter meter : PrefixMeter.values()) {
            if (meter.key().equals(total.meter())) {
                return meter;
            }
        }
        throw new IllegalStateException("no prefix meter " + total.meter());
    }

    private static boolean isOf(LoadTenant tenant, PrefixTotal total) {
        return tenant.namespace().equals(total.namespace()) && tenant.id().equals(total.tenant());
    }
}
