package io.flowmeter.job.catalog;

import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What {@link CatalogSource} emits: either a change, or the mark that every change recorded at or
 * before an instant has been emitted.
 *
 * @param change null for a mark
 * @param completeUntilMillis the instant of a mark, epoch milliseconds; {@link Long#MIN_VALUE} for
 *     a change
 */
public record CatalogUpdate(@Nullable CatalogChange change, long completeUntilMillis) {
    private static final long NO_MARK = Long.MIN_VALUE;

    public static CatalogUpdate changed(CatalogChange change) {
        return new CatalogUpdate(change, NO_MARK);
    }

    public static CatalogUpdate completeUntil(long millis) {
        return new CatalogUpdate(null, millis);
    }

    public <R> R fold(Function<CatalogChange, R> ifChanged, LongFunction<R> ifComplete) {
        return change == null ? ifComplete.apply(completeUntilMillis) : ifChanged.apply(change);
    }
}
