package io.flowmeter.quickstart;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.LoggerFactory;

/** Closes what was started, the last one first; once, however often it is asked to. */
final class Closing implements AutoCloseable {

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private boolean closed;

    /**
     * Remembers a part that runs.
     *
     * @throws IllegalStateException if the others are closed already, and so is this one then
     */
    synchronized <T extends AutoCloseable> T add(T part) {
        if (closed) {
            close(part);
            throw new IllegalStateException("stopped while it was starting");
        }
        parts.push(part);
        return part;
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!parts.isEmpty()) {
            close(parts.pop());
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) { // as declared; the others are to be closed all the same
            LoggerFactory.getLogger(Closing.class).warn("could not stop {}", part, e);
        }
    }
}
