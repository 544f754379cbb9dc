package io.flowmeter.quickstart.replay;

import java.io.PrintWriter;
import java.text.DecimalFormat;
import java.time.Duration;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Progress for a person: a bar that moves where the output is a terminal, a line now and then where
 * it is a file.
 */
public final class ConsoleProgress {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private final PrintWriter out;
    private final boolean terminal;
    private final LongSupplier nanoTime;

    /**
     * Makes a console.
     *
     * @param terminal whether {@code out} is one that moves its cursor back
     * @param nanoTime {@code System::nanoTime}, or a test's clock
     */
    public ConsoleProgress(PrintWriter out, boolean terminal, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
    }

    /**
     * Begins to show a piece of work.
     *
     * @param task what is done to the events, for example {@code sent to Kafka}
     */
    public Progress start(String task, long events) {
        return terminal ? new Bar(task, events) : new Lines(task, events);
    }

    private static final class Bar implements Progress {
        private final ProgressBar bar;

        Bar(String task, long events) {
            bar =
                    new ProgressBarBuilder()
                            .setTaskName(task)
                            .setInitialMax(events)
                            .setUnit(" events", 1)
                            .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                            .setUpdateIntervalMillis(200)
                            .setConsumer(new ConsoleProgressBarConsumer(System.out))
                            .showSpeed(new DecimalFormat("#,##0"))
                            .build();
        }

        @Override
        public void at(long done) {
            bar.stepTo(done);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    private final class Lines implements Progress {
        private final String task;
        private final long events;
        private final long start = nanoTime.getAsLong();
        private long lastLine = start;
        private long done;

        Lines(String task, long events) {
            this.task = task;
            this.events = events;
        }

        @Override
        public void at(long newDone) {
            done = newDone;
            if (done < events && nanoTime.getAsLong() - lastLine >= BETWEEN_LINES.toNanos()) {
                lastLine = nanoTime.getAsLong();
                print();
            }
        }

        @Override
        public void close() {
            print();
        }

        private void print() {
            long millis = Duration.ofNanos(nanoTime.getAsLong() - start).toMillis();
            out.printf(
                    "%s: %,d of %,d events in %.1f s (%,d/s)%n",
                    task, done, events, millis / 1000.0, done * 1000 / Math.max(1, millis));
            out.flush();
        }
    }
}
