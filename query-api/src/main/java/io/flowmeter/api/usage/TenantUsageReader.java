package io.flowmeter.api.usage;

import io.flowmeter.api.catalog.MeterQueries;
import io.flowmeter.api.catalog.MeterVersion;
import io.flowmeter.api.catalog.TenantQueries;
import io.flowmeter.api.database.Progress;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.window.Horizon;
import io.flowmeter.core.window.Window;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Reads what one tenant used, on every meter. */
public final class TenantUsageReader {

    private static final int MAX_METERS = 10_000;

    private final UsageReader usage;
    private final Clock clock;

    public TenantUsageReader(UsageReader usage, Clock clock) {
        this.usage = usage;
        this.clock = clock;
    }

    /**
     * @throws ProblemException TENANT_NOT_FOUND if it was neither described nor ever used anything
     */
    TenantUsageResponse read(Handle handle, String namespace, String tenant) {
        boolean isDescribed =
                TenantQueries.find(handle, namespace, tenant)
                        .filter(version -> !version.archived())
                        .isPresent();
        if (!isDescribed && !TenantQueries.hasUsage(handle, namespace, tenant)) {
            throw TenantQueries.notFound(tenant);
        }
        Window period = usage.billingPeriod(handle, namespace, tenant, 0);
        UsageQuery total = UsageQuery.total(period.start(), period.end(), tenant);
        var rolling = RollingQueries.select(handle, namespace, tenant);
        List<TenantUsageResponse.MeterLine> lines = new ArrayList<>();
        for (MeterVersion meter : MeterQueries.list(handle, namespace, "", MAX_METERS, true)) {
            String key = meter.rule().key();
            UsageRow row = usage.read(handle, namespace, key, total).rows().get(0);
            if (!meter.rule().archived() || row.events() > 0) {
                lines.add(line(meter, row, rolling.getOrDefault(key, Map.of())));
            }
        }
        Progress progress = Progress.read(handle, clock);
        return new TenantUsageResponse(
                tenant,
                TenantUsageResponse.Period.of(period),
                lines,
                progress.asOf(),
                progress.lagSeconds());
    }

    private static TenantUsageResponse.MeterLine line(
            MeterVersion meter, UsageRow row, Map<Horizon, RollingQueries.Rolling> rolling) {
        Aggregation aggregation = meter.rule().aggregation();
        Map<Horizon, TenantUsageResponse.RollingLine> lines = new EnumMap<>(Horizon.class);
        var nothing = new RollingQueries.Rolling(Decimals.ofNothing(aggregation), 0, null);
        for (Horizon horizon : Horizon.values()) {
            var one = rolling.getOrDefault(horizon, nothing);
            lines.put(
                    horizon,
                    new TenantUsageResponse.RollingLine(one.value(), one.events(), one.asOf()));
        }
        return new TenantUsageResponse.MeterLine(
                meter.rule().key(),
                aggregation.name(),
                meter.unit(),
                row.value(),
                row.events(),
                aggregation == Aggregation.UNIQUE_COUNT ? row.isExact() : null,
                lines);
    }
}
