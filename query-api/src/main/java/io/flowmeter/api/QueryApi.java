package io.flowmeter.api;

import static io.flowmeter.api.auth.Access.INGEST;
import static io.flowmeter.api.auth.Access.MANAGE;
import static io.flowmeter.api.auth.Access.PUBLIC;
import static io.flowmeter.api.auth.Access.READ;

import io.flowmeter.api.database.Database;
import io.flowmeter.api.docs.DocsRoutes;
import io.flowmeter.api.entitlement.Entitlements;
import io.flowmeter.api.eventlog.KafkaEventLog;
import io.flowmeter.api.http.ProblemHandler;
import io.flowmeter.api.http.Requests;
import io.flowmeter.api.http.WebServer;
import io.flowmeter.api.openmeter.OpenMeterRoutes;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process that takes events, keeps the catalog and answers questions. */
public final class QueryApi implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueryApi.class);

    private final Database database;
    private final KafkaEventLog log;
    private final Entitlements entitlements;
    private final Notifying notifying;
    private final Purging purging;
    private final Javalin server;

    public static void main(String[] arguments) {
        QueryApi api = start(ApiConfig.fromEnvironment(System.getenv()), Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(new Thread(api::close, "stop-query-api"));
    }

    /** Serves until closed. Postgres and Kafka may come later: until then /readyz says so. */
    public static QueryApi start(ApiConfig config, Clock clock) {
        return new QueryApi(config, clock);
    }

    private static void routes(RoutesConfig routes, Resources resources) {
        routes.before(Requests::open);
        routes.beforeMatched(resources.authentication()::check);
        ProblemHandler.register(routes);
        ownRoutes(routes, resources);
        limitRoutes(routes, resources);
        notifyingRoutes(routes, resources.notifying());
        openMeterRoutes(routes, resources.openMeter());

        var health = resources.health();
        routes.get("/livez", health::live, PUBLIC).head("/livez", health::live, PUBLIC);
        routes.get("/readyz", health::ready, PUBLIC).head("/readyz", health::ready, PUBLIC);

        var docs = resources.docs();
        routes.get("/openapi.yaml", docs::openApi, PUBLIC);
        routes.get("/docs", docs::page, PUBLIC);
    }

    private static void ownRoutes(RoutesConfig routes, Resources resources) {
        var events = resources.events();
        routes.post("/v1/events", events::ingest, INGEST);
        routes.get("/v1/events/verdicts", events::verdicts, READ);

        var meters = resources.meters();
        routes.get("/v1/meters", meters::list, READ);
        routes.post("/v1/meters", meters::create, MANAGE);
        routes.get("/v1/meters/{key}", meters::get, READ);
        routes.patch("/v1/meters/{key}", meters::update, MANAGE);
        routes.delete("/v1/meters/{key}", meters::archive, MANAGE);

        var tenants = resources.tenants();
        routes.get("/v1/tenants", tenants::list, READ);
        routes.post("/v1/tenants", tenants::create, MANAGE);
        routes.get("/v1/tenants/{id}", tenants::get, READ);
        routes.put("/v1/tenants/{id}", tenants::put, MANAGE);
        routes.delete("/v1/tenants/{id}", tenants::archive, MANAGE);

        var usage = resources.usage();
        routes.get("/v1/meters/{key}/query", usage::query, READ);
        routes.post("/v1/meters/{key}/query", usage::queryByBody, READ);
        routes.get("/v1/tenants/{id}/usage", usage::ofTenant, READ);

        var entitlements = resources.entitlements().routes();
        routes.get("/v1/tenants/{id}/entitlements", entitlements::list, READ);
        routes.get("/v1/tenants/{id}/entitlements/{meter}", entitlements::get, READ);
        routes.post("/v1/tenants/{id}/entitlements/{meter}:check", entitlements::check, READ);
        routes.post("/v1/entitlements:query", entitlements::query, READ);
        routes.delete("/v1/reservations/{id}", entitlements::release, INGEST);

        var deadLetters = resources.deadLetters();
        routes.get("/v1/dead-letters", deadLetters::list, READ);
        routes.post("/v1/dead-letters/{position}:replay", deadLetters::replay, MANAGE);
        routes.get("/v1/event-conflicts", deadLetters::conflicts, READ);
    }

    private static void limitRoutes(RoutesConfig routes, Resources resources) {
        var plans = resources.plans();
        routes.get("/v1/plans", plans::list, READ);
        routes.post("/v1/plans", plans::create, MANAGE);
        routes.get("/v1/plans/{key}", plans::get, READ);
        routes.put("/v1/plans/{key}", plans::put, MANAGE);
        routes.delete("/v1/plans/{key}", plans::archive, MANAGE);
        routes.get("/v1/plans/{key}/versions", plans::versions, READ);

        var subscriptions = resources.subscriptions();
        routes.get("/v1/tenants/{id}/subscription", subscriptions::get, READ);
        routes.put("/v1/tenants/{id}/subscription", subscriptions::put, MANAGE);
        routes.get("/v1/tenants/{id}/subscription/versions", subscriptions::versions, READ);

        routes.get("/v1/threshold-crossings", resources.crossings()::list, READ);
    }

    private static void notifyingRoutes(RoutesConfig routes, Notifying.Routes notifying) {
        var notifications = notifying.notifications();
        routes.get("/v1/notifications", notifications::list, READ);
        routes.post("/v1/notifications/{id}:mark-read", notifications::markRead, READ);
        routes.post("/v1/notifications:mark-all-read", notifications::markAllRead, READ);

        var preferences = notifying.preferences();
        routes.get("/v1/tenants/{id}/notification-preferences", preferences::get, READ);
        routes.put("/v1/tenants/{id}/notification-preferences", preferences::put, MANAGE);

        var endpoints = notifying.endpoints();
        routes.get("/v1/webhook-endpoints", endpoints::list, MANAGE);
        routes.post("/v1/webhook-endpoints", endpoints::create, MANAGE);
        routes.get("/v1/webhook-endpoints/{id}", endpoints::get, MANAGE);
        routes.patch("/v1/webhook-endpoints/{id}", endpoints::update, MANAGE);
        routes.delete("/v1/webhook-endpoints/{id}", endpoints::delete, MANAGE);
        routes.post("/v1/webhook-endpoints/{id}:rotate-secret", endpoints::rotateSecret, MANAGE);

        var deliveries = notifying.deliveries();
        routes.post("/v1/webhook-endpoints/{id}:test", deliveries::test, MANAGE);
        routes.get("/v1/webhook-endpoints/{id}/deliveries", deliveries::list, MANAGE);
        routes.post("/v1/webhook-deliveries/{id}:redeliver", deliveries::redeliver, MANAGE);

        var emails = notifying.emails();
        routes.get("/v1/email-deliveries", emails::list, MANAGE);
        routes.post("/v1/email-deliveries/{id}:resend", emails::resend, MANAGE);
    }

    private static void openMeterRoutes(RoutesConfig routes, OpenMeterRoutes openMeter) {
        routes.post("/api/v1/events", openMeter::ingest, INGEST);
        routes.get("/api/v1/meters", openMeter::list, READ);
        routes.post("/api/v1/meters", openMeter::create, MANAGE);
        routes.get("/api/v1/meters/{meterIdOrSlug}", openMeter::get, READ);
        routes.put("/api/v1/meters/{meterIdOrSlug}", openMeter::update, MANAGE);
        routes.delete("/api/v1/meters/{meterIdOrSlug}", openMeter::archive, MANAGE);
        routes.get("/api/v1/meters/{meterIdOrSlug}/query", openMeter::query, READ);
        routes.post("/api/v1/meters/{meterIdOrSlug}/query", openMeter::queryByBody, READ);
    }

    private QueryApi(ApiConfig config, Clock clock) {
        database =
                new Database(
                        config.databaseUrl(), config.databaseUser(), config.databasePassword());
        log = new KafkaEventLog(config.kafkaBootstrapServers(), config.eventsTopic());
        var resources = Resources.of(config, clock, database.transactions(), log);
        entitlements = resources.entitlements();
        server =
                WebServer.create(
                        config.host(),
                        config.port(),
                        routes -> routes(routes, resources),
                        DocsRoutes::assets);
        notifying = new Notifying(config, clock);
        purging = new Purging(database.transactions(), config.notifications().keep(), clock);
        try {
            server.start();
            purging.start();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        LOG.info("query API listens on {} port {}: {}", config.host(), port(), config);
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    Javalin server() {
        return server;
    }

    @Override
    public void close() {
        server.stop();
        purging.close();
        entitlements.close();
        notifying.close();
        log.close();
        database.close();
    }
}
