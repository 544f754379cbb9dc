package io.flowmeter.core.aggregate;

import io.flowmeter.core.window.Horizon;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@link SettledSeries} remembers of one tenant's meter beside its windows. */
public interface SettledStore extends SeriesStore {

    /** Changes that are folded into the windows already and not settled yet, in any order. */
    List<UsageChange> unsettled();

    /** MAX and LAST: a window as it was settled; null if that is not known. */
    @Nullable Tally settled(WindowKey window);

    /** Null forgets it. */
    void putSettled(WindowKey window, @Nullable Tally tally);

    @Nullable SettledRolling settledRolling(Horizon horizon);

    /** Null forgets it. */
    void putSettledRolling(Horizon horizon, @Nullable SettledRolling rolling);
}
