package io.flowmeter.bench.faults;

import io.flowmeter.bench.agent.AgentFault;
import io.flowmeter.bench.agent.FaultNote;
import io.flowmeter.bench.cluster.Cluster;
import io.flowmeter.bench.cluster.Endpoints;
import io.flowmeter.bench.cluster.Service;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;

/** Lets faults strike and repairs their cause, as a supervisor of processes and a person would. */
final class Faults {

    private static final Duration FIRING_PATIENCE = Duration.ofSeconds(90);

    private static final Duration REFILL_INTERVAL = Duration.ofMillis(250);

    private final Cluster cluster;
    private final JobOperator operator;
    private final Clock clock;

    Faults(Cluster cluster, JobOperator operator, Clock clock) {
        this.cluster = cluster;
        this.operator = operator;
        this.clock = clock;
    }

    /** What may strike on this machine: a disk of its own needs the right to mount one. */
    Set<FaultKind> possible() {
        Set<FaultKind> kinds = EnumSet.allOf(FaultKind.class);
        if (!cluster.stateDisk().canFill()) {
            kinds.remove(FaultKind.FILL_STATE_DISK);
        }
        return kinds;
    }

    /** Returns when the cause is gone; the cluster may still be recovering. */
    Strike strike(int number, PlannedFault plan) throws InterruptedException {
        Instant at = clock.instant();
        String target =
                switch (plan.kind()) {
                    case KILL_TASK_MANAGER -> kill(taskManager(plan), plan.length());
                    case KILL_JOB_MANAGER -> loseJobManager(plan.length());
                    case KILL_BROKER -> kill(cluster.kafka(), plan.length());
                    case KILL_POSTGRES -> kill(cluster.postgres(), plan.length());
                    case KILL_POSTGRES_BACKEND -> killBackend();
                    case KILL_API -> kill(api(plan), plan.length());
                    case PAUSE_TASK_MANAGER -> pause(taskManager(plan), plan.length());
                    case PAUSE_JOB_MANAGER -> pause(cluster.jobManager(), plan.length());
                    case PAUSE_BROKER -> pause(cluster.kafka(), plan.length());
                    case PAUSE_POSTGRES -> pause(cluster.postgres(), plan.length());
                    case PAUSE_API -> pause(api(plan), plan.length());
                    case FAIL_CHECKPOINT -> failCheckpoint();
                    case CRASH_AFTER_COMMIT -> crashAfterCommit(plan.length());
                    case FILL_STATE_DISK -> fillStateDisk(plan.length());
                    case RESCALE -> operator.rescale();
                    case RESTART_FROM_SAVEPOINT -> operator.restart(plan.length());
                    case RESTORE_SAVEPOINT_TWICE -> operator.restoreTwice(plan.length());
                };
        return new Strike(number, plan.kind(), target, at, clock.instant());
    }

    private Service taskManager(PlannedFault plan) {
        var all = cluster.taskManagers();
        return all.get(plan.choice() % all.size());
    }

    private Service api(PlannedFault plan) {
        var all = cluster.apis();
        return all.get(plan.choice() % all.size());
    }

    private static String kill(Service service, Duration absence) throws InterruptedException {
        service.kill();
        Thread.sleep(absence.toMillis());
        service.start();
        return service.name();
    }

    private static String pause(Service service, Duration length) throws InterruptedException {
        service.pause();
        try {
            Thread.sleep(length.toMillis());
        } finally {
            service.resume();
        }
        return "%s for %.1f s".formatted(service.name(), length.toMillis() / 1000.0);
    }

    private String loseJobManager(Duration absence) throws InterruptedException {
        kill(cluster.jobManager(), absence);
        return operator.resumeAfterLossOfJobManager();
    }

    /** Between two commits the job may have no connection for a moment. */
    private String killBackend() throws InterruptedException {
        long deadline = System.nanoTime() + FIRING_PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            OptionalLong killed = cluster.postgres().killBackend(Endpoints.JOB_USER);
            if (killed.isPresent()) {
                return "process " + killed.getAsLong();
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("the job has no connection to Postgres");
    }

    private String failCheckpoint() {
        operator.awaitWorking();
        cluster.faultAgent().arm(AgentFault.FAIL_CHECKPOINT_AFTER_SINK);
        FaultNote note =
                cluster.faultAgent()
                        .awaitFired(AgentFault.FAIL_CHECKPOINT_AFTER_SINK, FIRING_PATIENCE);
        return describe(note);
    }

    private String crashAfterCommit(Duration absence) throws InterruptedException {
        operator.awaitWorking();
        cluster.faultAgent().arm(AgentFault.CRASH_AFTER_COMMIT);
        FaultNote note =
                cluster.faultAgent().awaitFired(AgentFault.CRASH_AFTER_COMMIT, FIRING_PATIENCE);
        Service crashed = awaitCrashed();
        Thread.sleep(absence.toMillis());
        crashed.start();
        return crashed.name() + ", " + describe(note);
    }

    private static String describe(FaultNote note) {
        return "checkpoint %d, %s".formatted(note.checkpoint(), note.detail());
    }

    private Service awaitCrashed() throws InterruptedException {
        long deadline = System.nanoTime() + FIRING_PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            for (Service taskManager : cluster.taskManagers()) {
                if (!taskManager.isRunning()) {
                    return taskManager;
                }
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("no TaskManager has crashed");
    }

    private String fillStateDisk(Duration length) throws InterruptedException {
        Instant end = clock.instant().plus(length);
        try {
            while (clock.instant().isBefore(end)) {
                cluster.stateDisk().fill(); // Flink deletes what a failed checkpoint has written
                Thread.sleep(REFILL_INTERVAL.toMillis());
            }
        } finally {
            cluster.stateDisk().free();
        }
        return "for %.1f s".formatted(length.toMillis() / 1000.0);
    }
}
