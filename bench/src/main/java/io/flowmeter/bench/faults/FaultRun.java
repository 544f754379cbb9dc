package io.flowmeter.bench.faults;

import io.flowmeter.bench.cluster.Cluster;
import io.flowmeter.bench.cluster.ClusterSettings;
import io.flowmeter.bench.cluster.Endpoints;
import io.flowmeter.bench.cluster.Service;
import io.flowmeter.bench.load.LoadSettings;
import io.flowmeter.bench.load.UsageLoad;
import io.flowmeter.bench.notification.NotificationCheck;
import io.flowmeter.bench.notification.WebhookReceiver;
import io.flowmeter.bench.oracle.Comparison;
import io.flowmeter.bench.oracle.Oracle;
import io.flowmeter.bench.oracle.OracleSettings;
import io.flowmeter.bench.watch.ReaderWatch;
import io.flowmeter.bench.watch.WatchSettings;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One run of the harness: a cluster, a load and a reader; faults for as long as planned; then
 * quiet, and every row compared with what the raw log says.
 */
final class FaultRun {

    private static final Duration CALM = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String EVENTS_TOPIC = "usage-events";
    private static final Duration ECHO_INTERVAL = Duration.ofMillis(20);
    private static final int STATE_DISK_MEBIBYTES = 768;

    private final FaultPlan plan;
    private final Clock clock;
    private final Progress progress;
    private final Scenario scenario;

    FaultRun(FaultPlan plan, Scenario scenario, Clock clock, Progress progress) {
        this.plan = plan;
        this.scenario = scenario;
        this.clock = clock;
        this.progress = progress;
    }

    FaultOutcome run() throws IOException, SQLException, InterruptedException {
        ClusterDirectory.empty(plan.directory());
        if (plan.golden() != null) {
            plan.golden().restoreLog(plan.directory());
        }
        progress.say("starting broker, Postgres, JobManager, TaskManagers and APIs");
        try (Cluster cluster = Cluster.up(settings())) {
            JobOperator operator = new JobOperator(cluster);
            Optional<String> restored = restoredState(cluster);
            Instant monthsSince = monthsSince();
            operator.start(restored);
            progress.say("the job runs; Flink UI: %s", cluster.endpoints().flink());
            return underLoad(cluster, operator, monthsSince);
        }
    }

    private ClusterSettings settings() {
        return ClusterSettings.in(plan.directory())
                .withDeduplicationWindow(FaultPlan.DEDUPLICATION_WINDOW)
                .withApis(2)
                .withAgent(true)
                .withStateDiskMebibytes(STATE_DISK_MEBIBYTES);
    }

    private Optional<String> restoredState(Cluster cluster) throws IOException, SQLException {
        if (plan.golden() == null) {
            return Optional.empty();
        }
        String savepoint = plan.golden().restoreTablesAndState(cluster);
        progress.say("upgrading: tables, log and savepoint of %s", plan.golden().name());
        return Optional.of(savepoint);
    }

    /** What an earlier release counted it may not have counted in months. */
    private Instant monthsSince() {
        boolean hasMonths = plan.golden() == null || plan.golden().hasMonths();
        return hasMonths ? Instant.EPOCH : clock.instant();
    }

    private FaultOutcome underLoad(Cluster cluster, JobOperator operator, Instant monthsSince)
            throws IOException, SQLException, InterruptedException {
        var endpoints = cluster.endpoints();
        String owner = endpoints.jdbcUrl() + "?user=" + endpoints.ownerUser();
        try (var receiver = WebhookReceiver.startRefusingSome();
                var load =
                        new UsageLoad(
                                endpoints.bootstrapServers(),
                                endpoints.api(),
                                owner,
                                LoadSettings.of(plan.seed())
                                        .withEventsPerSecond(plan.eventsPerSecond())
                                        .withWebhooks(receiver.address()));
                var echo =
                        GoldenEcho.of(endpoints.bootstrapServers(), EVENTS_TOPIC, ECHO_INTERVAL)) {
            load.start();
            var settings = WatchSettings.of(owner, endpoints.api(), load.apiKeys());
            try (var watch = new ReaderWatch(settings, load.tenants(), load.prefixLog())) {
                watch.start();
                echo.start();
                Thread.sleep(CALM.toMillis());
                var supervisor = new Supervisor(cluster, clock);
                var strikes =
                        scenario.play(
                                new Scene(
                                        cluster,
                                        operator,
                                        supervisor,
                                        load,
                                        watch,
                                        clock,
                                        progress));
                progress.say("quiet: the load ends, the job reads on");
                echo.stop();
                load.stop(PATIENCE);
                for (Service api : cluster.apis()) { // while it tells what was crossed last
                    api.kill();
                    api.start();
                }
                awaitDrained(load, watch);
                awaitTold(owner);
                progress.say("comparing every row with the raw log");
                return FaultOutcome.of(
                        strikes,
                        supervisor.incidents(),
                        load,
                        echo.sent(),
                        watch,
                        NotificationCheck.check(owner, load.apiKeys().keySet(), receiver),
                        comparison(endpoints, monthsSince));
            }
        }
    }

    /** Until every crossing is told; what is not after all is a difference. */
    private void awaitTold(String owner) throws SQLException, InterruptedException {
        Instant deadline = clock.instant().plus(PATIENCE);
        long underWay = NotificationCheck.underWay(owner);
        while (underWay > 0 && clock.instant().isBefore(deadline)) {
            Thread.sleep(500);
            underWay = NotificationCheck.underWay(owner);
        }
    }

    private Comparison comparison(Endpoints endpoints, Instant monthsSince) throws SQLException {
        return Oracle.compare(
                OracleSettings.of(
                                endpoints.bootstrapServers(),
                                endpoints.jdbcUrl(),
                                endpoints.ownerUser(),
                                "",
                                FaultPlan.DEDUPLICATION_WINDOW)
                        .withMonthsSince(monthsSince)
                        .rescaled());
    }

    /** Until readers see everything that was ever appended. */
    private void awaitDrained(UsageLoad load, ReaderWatch watch) throws InterruptedException {
        Instant last = load.lastAppended().orElseThrow();
        Instant deadline = clock.instant().plus(PATIENCE);
        while (watch.freshness().visibleSince(last).isEmpty()) {
            if (clock.instant().isAfter(deadline)) {
                throw new IllegalStateException(
                        "what was appended at %s is not in the tables %s after the load's end"
                                .formatted(last, PATIENCE));
            }
            Thread.sleep(200);
        }
    }
}
