package io.flowmeter.bench.agent;

import java.util.Collection;
import net.bytebuddy.asm.Advice;

/** At the end of {@code EpochTransaction.apply}, when it did not throw. */
final class EpochAdvice {

    private EpochAdvice() {}

    /**
     * @param applied what the method returned: false if the epoch was committed before
     */
    @Advice.OnMethodExit
    static void afterCommit(
            @Advice.Return boolean applied, @Advice.Argument(1) Collection<?> batches) {
        if (applied) {
            CrashAfterCommit.onCommitted(batches);
        }
    }
}
