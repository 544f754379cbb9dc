package io.flowmeter.quickstart.replay;

import java.time.Duration;

/** The job has stopped counting although the topic has more events. */
public final class StalledJobException extends RuntimeException {

    StalledJobException(long counted, long events, Duration patience) {
        super(
                "the job has counted %,d of the %,d events on the topic and none for %d s"
                        .formatted(counted, events, patience.toSeconds()));
    }
}
