package io.flowmeter.quickstart;

import io.flowmeter.quickstart.replay.ConsoleProgress;
import io.flowmeter.quickstart.sample.TraceDataset;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/** One run of the quickstart: start, replay, compare, stay. */
final class Quickstart {

    private final QuickstartOptions options;
    private final PrintWriter out;
    private final Clock clock = Clock.systemUTC();
    private final Closing closing = new Closing();

    private Quickstart(QuickstartOptions options, PrintWriter out) {
        this.options = options;
        this.out = out;
    }

    /**
     * Runs it to its end, or until Ctrl-C.
     *
     * @return the exit code
     */
    static int run(QuickstartOptions options, PrintWriter out) {
        try (var data = DataDirectory.open(options.dataDirectory())) {
            System.setProperty("flowmeter.log", data.log().toString()); // before any logger
            if (options.reset()) {
                data.reset();
            }
            return new Quickstart(options, out).run(data);
        } catch (IOException e) {
            throw new UncheckedIOException("the quickstart failed: " + e.getMessage(), e);
        } catch (SQLException e) {
            throw new IllegalStateException("the quickstart failed: " + e.getMessage(), e);
        }
    }

    private int run(DataDirectory data) throws IOException, SQLException {
        options.ports().requireFree();
        var plan =
                ReplayPlan.of(options.replay(), new RecordedReplays(data.replays(), clock), clock);
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
        try (closing) {
            out.printf("Flowmeter %s, data and log in %s%n", FlowmeterVersion.text(), data.path());
            var flowmeter =
                    new RunningFlowmeter(data, options.ports(), clock, new StartLog(out), closing);
            var access = new SampleAccess(flowmeter, data.keys());
            var catalog = new SampleCatalog(access.open(SampleNamespace.LIVE));
            catalog.create(TraceDataset.TENANTS, TraceDataset.METERS);
            catalog.createPlans();
            catalog.createSubscriptions();
            flowmeter.awaitReady();
            boolean matches =
                    plan.isEmpty()
                            || new SampleReplay(flowmeter, access, progress(), out).run(plan.get());
            if (!options.exit()) {
                Hints.print(flowmeter, access, plan, out);
                stay();
            }
            return matches ? Flowmeter.OK : Flowmeter.FAILED;
        }
    }

    /**
     * Runs when the JVM ends; there is nothing left to do then unless it was told to from outside.
     */
    private void stop() {
        // Postgres has such a thread of its own: the job may see it go, which is no news now.
        Configurator.setLevel("io.flowmeter", Level.OFF);
        closing.close();
    }

    private ConsoleProgress progress() {
        // bin/flowmeter looks: Java 17 can only tell when standard input is a terminal too.
        boolean terminal = Boolean.getBoolean("flowmeter.terminal");
        return new ConsoleProgress(out, terminal, System::nanoTime);
    }

    private static void stay() {
        try {
            new CountDownLatch(1).await(); // Ctrl-C ends the JVM, and its hook stops everything.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
