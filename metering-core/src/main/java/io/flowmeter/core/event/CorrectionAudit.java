package io.flowmeter.core.event;

/**
 * A void or replacement that took effect, for the audit log. Key: the position of the void.
 *
 * @param actor source of the void
 * @param action {@code void} or {@code replace}
 * @param targetSource with {@code targetId}: the event corrected
 * @param before what it contributed, as text; empty if nothing
 * @param after what it contributes now, as text; empty if nothing
 */
public record CorrectionAudit(
        LogPosition position,
        String namespace,
        String tenant,
        String actor,
        String action,
        String targetSource,
        String targetId,
        String before,
        String after) {}
