package io.flowmeter.core.deduplicate;

import io.flowmeter.core.event.Verdict;

/**
 * By how much a step changes the number of events with a verdict.
 *
 * @param events negative where a verdict is taken back
 * @param revisions by how much the number's revision grows; DUPLICATE and CONFLICT always grow
 *     together, for which of the two a copy is called depends on the order of reading
 */
public record VerdictCount(Verdict verdict, int events, long revisions) {}
