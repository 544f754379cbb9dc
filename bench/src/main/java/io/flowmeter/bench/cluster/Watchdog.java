package io.flowmeter.bench.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Kills the processes of a cluster when this JVM ends in whatever way, {@code kill -9} included: a
 * shell that reads from this JVM and finds that nobody is there to write any more.
 */
final class Watchdog implements AutoCloseable {

    private static final String SCRIPT = "watchdog.sh";

    private final Process shell;

    private Watchdog(Process shell) {
        this.shell = shell;
    }

    static Watchdog start(Path processes) throws IOException {
        try (InputStream script = Watchdog.class.getResourceAsStream(SCRIPT)) {
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            var builder =
                    new ProcessBuilder("setsid", "sh", "-c", text, SCRIPT, processes.toString());
            builder.redirectErrorStream(true);
            builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
            return new Watchdog(builder.start());
        }
    }

    /** Lets it do its work now and waits until it is done. */
    @Override
    public void close() throws IOException {
        shell.getOutputStream().close();
        try {
            if (!shell.waitFor(30, TimeUnit.SECONDS)) {
                throw new IOException("the watchdog " + shell.pid() + " did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Waiting.GaveUpException("interrupted while the watchdog was ending", e);
        }
    }
}
