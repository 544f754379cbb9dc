package io.flowmeter.api;

import io.flowmeter.api.auth.ApiKeys;
import io.flowmeter.api.auth.Authentication;
import io.flowmeter.api.catalog.CatalogTransactions;
import io.flowmeter.api.catalog.MeterCatalog;
import io.flowmeter.api.catalog.MeterRoutes;
import io.flowmeter.api.catalog.PlanCatalog;
import io.flowmeter.api.catalog.PlanRoutes;
import io.flowmeter.api.catalog.SubscriptionCatalog;
import io.flowmeter.api.catalog.SubscriptionRoutes;
import io.flowmeter.api.catalog.TenantCatalog;
import io.flowmeter.api.catalog.TenantRoutes;
import io.flowmeter.api.crossing.CrossingRoutes;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.deadletter.DeadLetterReplay;
import io.flowmeter.api.deadletter.DeadLetterRoutes;
import io.flowmeter.api.docs.DocsRoutes;
import io.flowmeter.api.entitlement.Entitlements;
import io.flowmeter.api.event.EnforcedIngest;
import io.flowmeter.api.event.EventIngest;
import io.flowmeter.api.event.EventRoutes;
import io.flowmeter.api.event.VerdictQueries;
import io.flowmeter.api.eventlog.KafkaEventLog;
import io.flowmeter.api.health.HealthRoutes;
import io.flowmeter.api.openmeter.OpenMeterRoutes;
import io.flowmeter.api.usage.TenantUsageReader;
import io.flowmeter.api.usage.UsageParameters;
import io.flowmeter.api.usage.UsageReader;
import io.flowmeter.api.usage.UsageRoutes;
import java.time.Clock;

/** Puts the resources together: what each one needs, and nothing else. */
record Resources(
        Authentication authentication,
        EventRoutes events,
        MeterRoutes meters,
        TenantRoutes tenants,
        PlanRoutes plans,
        SubscriptionRoutes subscriptions,
        CrossingRoutes crossings,
        UsageRoutes usage,
        Entitlements entitlements,
        DeadLetterRoutes deadLetters,
        OpenMeterRoutes openMeter,
        Notifying.Routes notifying,
        HealthRoutes health,
        DocsRoutes docs) {

    static Resources of(
            ApiConfig config, Clock clock, NamespaceTransactions transactions, KafkaEventLog log) {
        var entitlements = new Entitlements(transactions, clock, config.staleAfter());
        var ingest = new EventIngest(log, entitlements.reservations());
        var catalog = new CatalogTransactions(transactions, entitlements::catalogChanged);
        var meterCatalog = new MeterCatalog(catalog);
        var usageParameters = new UsageParameters(clock);
        var usageReader = new UsageReader(clock);
        return new Resources(
                new Authentication(new ApiKeys(transactions, clock)),
                new EventRoutes(
                        ingest,
                        new EnforcedIngest(log, entitlements.admissions()),
                        entitlements.status(),
                        new VerdictQueries(transactions, clock)),
                new MeterRoutes(transactions, meterCatalog),
                new TenantRoutes(transactions, new TenantCatalog(catalog)),
                new PlanRoutes(transactions, new PlanCatalog(catalog)),
                new SubscriptionRoutes(
                        transactions,
                        new SubscriptionCatalog(
                                catalog,
                                Notifying.subscriptionEnds(config.notifications(), clock))),
                new CrossingRoutes(transactions),
                new UsageRoutes(
                        transactions,
                        usageParameters,
                        usageReader,
                        new TenantUsageReader(usageReader, clock)),
                entitlements,
                new DeadLetterRoutes(transactions, new DeadLetterReplay(transactions, log, clock)),
                new OpenMeterRoutes(
                        transactions, ingest, meterCatalog, usageParameters, usageReader, clock),
                Notifying.routes(config.notifications(), clock, transactions),
                new HealthRoutes(transactions, log, config.readyLag(), clock),
                new DocsRoutes());
    }
}
