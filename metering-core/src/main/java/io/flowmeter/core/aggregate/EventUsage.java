package io.flowmeter.core.aggregate;

import io.flowmeter.core.meter.Contribution;
import java.time.Instant;
import java.util.List;

/**
 * All that an accepted event adds to its tenant's usage.
 *
 * @param eventId breaks ties of LAST
 * @param contributions one per meter that counts the event; empty if none does
 */
public record EventUsage(String eventId, Placement placement, List<Contribution> contributions) {

    /** A sentence part for the audit log, such as {@code tokens=374 at 2026-03-01T00:00:00Z}. */
    public String describe() {
        StringBuilder text = new StringBuilder();
        for (Contribution contribution : contributions) {
            text.append(contribution.meter()).append('=');
            text.append(contribution.value() == null ? "1" : contribution.value().toPlainString());
            text.append(contribution.dimensions()).append(' ');
        }
        return text.append("at ").append(Instant.ofEpochMilli(placement.eventMillis())).toString();
    }
}
