package io.flowmeter.job.catalog;

import java.util.List;

/**
 * A piece of the change log.
 *
 * @param changes in order of seq, without a gap
 * @param completeUntilMillis every change recorded at or before it, epoch milliseconds, is one of
 *     these or before them; only if {@code isLast}
 * @param isLast whether the log had no further change
 */
record CatalogPage(List<CatalogChange> changes, long completeUntilMillis, boolean isLast) {

    CatalogPage {
        changes = List.copyOf(changes);
    }
}
