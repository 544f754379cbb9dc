package io.flowmeter.quickstart;

import java.io.IOException;
import java.io.PrintWriter;

/** Starts the parts one by one, and tells the person at the terminal what runs where. */
final class StartLog {

    private final PrintWriter out;

    StartLog(PrintWriter out) {
        this.out = out;
    }

    /** Starts a part. */
    interface Start<T> {
        T start() throws IOException;
    }

    /** What to tell of a part that runs. */
    interface Description<T> {
        String of(T part);
    }

    /** Starts a part and prints a line about it. */
    <T> T start(String name, Start<T> start, Description<T> description) throws IOException {
        long startNanos = System.nanoTime();
        T part = start.start();
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        out.printf("  %-9s %-52s %5.1f s%n", name, description.of(part), seconds);
        out.flush();
        return part;
    }
}
