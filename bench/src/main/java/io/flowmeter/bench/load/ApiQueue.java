package io.flowmeter.bench.load;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Requests wait here while the API is down, in order; those that find it full are skipped, so that
 * an outage leaves a bounded number of them.
 */
final class ApiQueue {
    private static final int CAPACITY = 200;

    private final LoadApi api;
    private final LoadCounts counts;
    private final ThreadPoolExecutor worker;

    ApiQueue(String name, LoadApi api, LoadCounts counts) {
        this.api = api;
        this.counts = counts;
        this.worker =
                new ThreadPoolExecutor(
                        1,
                        1,
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(CAPACITY),
                        work -> new Thread(work, name),
                        (work, executor) -> counts.skipped());
    }

    void add(LoadStep.Ask request) {
        worker.execute(() -> perform(request));
    }

    /** Whether all requests were answered in this time; those that were not are given up. */
    boolean finish(Duration patience) throws InterruptedException {
        worker.shutdown();
        if (worker.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            return true;
        }
        worker.shutdownNow();
        return false;
    }

    /** Gives up what waits. */
    void abandon() {
        worker.shutdownNow();
    }

    private void perform(LoadStep.Ask request) {
        try {
            LoadApi.Answer answer = api.ask(request);
            if (answer.isDone()) {
                request.kinds().forEach(counts::done);
            } else {
                counts.refused(
                        request.method()
                                + " "
                                + request.path()
                                + " "
                                + request.body()
                                + " was answered with "
                                + answer.status()
                                + ": "
                                + answer.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
