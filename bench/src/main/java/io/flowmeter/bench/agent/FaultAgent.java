package io.flowmeter.bench.agent;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;

/** Puts the agent's advice into the three methods it has advice for, as their classes load. */
public final class FaultAgent {

    private static final String EPOCH_TRANSACTION = "io.flowmeter.job.store.EpochTransaction";
    private static final String ASYNC_CHECKPOINT =
            "org.apache.flink.streaming.runtime.tasks.AsyncCheckpointRunnable";

    private static final String SNAPSHOT = "finalizeNonFinishedSnapshots";
    private static final String REPORT = "reportCompletedSnapshotStates";

    private FaultAgent() {}

    /**
     * Called by the JVM before its main method.
     *
     * @param directory of the files that arm faults
     */
    public static void premain(String directory, Instrumentation instrumentation) {
        Arming.in(Path.of(directory));
        new AgentBuilder.Default()
                .disableClassFormatChanges()
                .with(AgentBuilder.Listener.StreamWriting.toSystemError().withErrorsOnly())
                .type(named(EPOCH_TRANSACTION))
                .transform(
                        (builder, type, loader, module, domain) ->
                                builder.visit(Advice.to(EpochAdvice.class).on(named("apply"))))
                .type(named(ASYNC_CHECKPOINT))
                .transform(
                        (builder, type, loader, module, domain) ->
                                builder.visit(
                                        Advice.to(BeforeSnapshotAdvice.class).on(named(SNAPSHOT))))
                .transform(
                        (builder, type, loader, module, domain) ->
                                builder.visit(
                                        Advice.to(AfterSnapshotAdvice.class).on(named(REPORT))))
                .installOn(instrumentation);
    }
}
