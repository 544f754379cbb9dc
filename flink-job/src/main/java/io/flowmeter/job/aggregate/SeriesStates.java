package io.flowmeter.job.aggregate;

import io.flowmeter.core.aggregate.LoggedUsage;
import io.flowmeter.core.aggregate.RollingTally;
import io.flowmeter.core.aggregate.SettledRolling;
import io.flowmeter.core.aggregate.Tally;
import io.flowmeter.core.aggregate.UsageChange;
import io.flowmeter.core.aggregate.WindowKey;
import io.flowmeter.core.crossing.LimitedWindow;
import io.flowmeter.core.threshold.ThresholdState;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The keyed state of {@link RollUpUsage}. Time to live counts from the last write and only tidies
 * up: minutes go {@link #MINUTE_LIFE} after their last event, everything else after {@link
 * #SLICE_LIFE}. A window amended later than that would start anew, so no namespace may allow such
 * lateness to matter: the revision guard of the tables refuses the smaller row.
 */
final class SeriesStates {
    /** 48 hours, and a week for a job that stood still. */
    private static final Duration MINUTE_LIFE = Duration.ofDays(9);

    /** 13 months and a margin. */
    private static final Duration SLICE_LIFE = Duration.ofDays(430);

    static final String HEAD = "head";
    static final String UNSETTLED_NAME = "unsettled";
    static final String THRESHOLDS_NAME = "thresholds";

    final ValueState<SeriesHead> head;
    final MapState<WindowKey, Tally> minutes;
    final MapState<WindowKey, Tally> windows;
    final MapState<WindowKey, Long> latestEnds;
    final MapState<String, RollingTally> rolling;
    final MapState<MemberKey, Long> members;
    final MapState<WindowKey, byte[]> sketches;
    final MapState<WindowKey, Integer> logChunks;
    final MapState<LogChunkKey, List<LoggedUsage>> log;
    final MapState<String, Boolean> dimensionSets;
    final ListState<UsageChange> unsettled;
    final MapState<WindowKey, Tally> settled;
    final MapState<String, SettledRolling> settledRolling;
    final MapState<WindowKey, Boolean> openWindows;
    final MapState<LimitedWindow, List<ThresholdState>> thresholds;

    SeriesStates(KeyedStateStore store) {
        var windowKey = TypeInformation.of(WindowKey.class);
        var tally = TypeInformation.of(Tally.class);
        head = store.getState(new ValueStateDescriptor<>(HEAD, SeriesHead.class));
        minutes =
                store.getMapState(
                        living(MINUTE_LIFE, new MapStateDescriptor<>("minutes", windowKey, tally)));
        windows =
                store.getMapState(
                        living(SLICE_LIFE, new MapStateDescriptor<>("windows", windowKey, tally)));
        latestEnds =
                store.getMapState(
                        living(
                                SLICE_LIFE,
                                new MapStateDescriptor<>("latest-ends", windowKey, Types.LONG)));
        rolling =
                store.getMapState(
                        new MapStateDescriptor<>(
                                "rolling", Types.STRING, TypeInformation.of(RollingTally.class)));
        members =
                store.getMapState(
                        living(
                                SLICE_LIFE,
                                new MapStateDescriptor<>(
                                        "members",
                                        TypeInformation.of(MemberKey.class),
                                        Types.LONG)));
        sketches =
                store.getMapState(
                        living(
                                SLICE_LIFE,
                                new MapStateDescriptor<>(
                                        "sketches",
                                        windowKey,
                                        PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)));
        logChunks =
                store.getMapState(
                        living(
                                SLICE_LIFE,
                                new MapStateDescriptor<>("log-chunks", windowKey, Types.INT)));
        log =
                store.getMapState(
                        living(
                                SLICE_LIFE,
                                new MapStateDescriptor<>(
                                        "log",
                                        TypeInformation.of(LogChunkKey.class),
                                        Types.LIST(TypeInformation.of(LoggedUsage.class)))));
        dimensionSets =
                store.getMapState(
                        new MapStateDescriptor<>("dimension-sets", Types.STRING, Types.BOOLEAN));
        unsettled =
                store.getListState(
                        new ListStateDescriptor<>(
                                UNSETTLED_NAME, TypeInformation.of(UsageChange.class)));
        settled =
                store.getMapState(
                        living(SLICE_LIFE, new MapStateDescriptor<>("settled", windowKey, tally)));
        settledRolling =
                store.getMapState(
                        new MapStateDescriptor<>(
                                "settled-rolling",
                                Types.STRING,
                                TypeInformation.of(SettledRolling.class)));
        openWindows =
                store.getMapState(
                        living(
                                SLICE_LIFE,
                                new MapStateDescriptor<>(
                                        "open-windows", windowKey, Types.BOOLEAN)));
        thresholds =
                store.getMapState(
                        living(
                                SLICE_LIFE,
                                new MapStateDescriptor<>(
                                        THRESHOLDS_NAME,
                                        TypeInformation.of(LimitedWindow.class),
                                        Types.LIST(TypeInformation.of(ThresholdState.class)))));
    }

    private static <D extends StateDescriptor<?, ?>> D living(Duration life, D descriptor) {
        descriptor.enableTimeToLive(
                StateTtlConfig.newBuilder(life)
                        .setUpdateType(StateTtlConfig.UpdateType.OnCreateAndWrite)
                        .setStateVisibility(StateTtlConfig.StateVisibility.NeverReturnExpired)
                        .cleanupInRocksdbCompactFilter(10_000)
                        .build());
        return descriptor;
    }
}
