package io.flowmeter.bench.oracle;

import java.util.List;

/**
 * What the topics held.
 *
 * @param log usage events in append order
 * @param letters refused ones
 * @param crossings of thresholds
 */
record ReadTopics(List<LogRecord> log, List<LogRecord> letters, List<LogRecord> crossings) {

    ReadTopics {
        log = List.copyOf(log);
        letters = List.copyOf(letters);
        crossings = List.copyOf(crossings);
    }

    static ReadTopics of(OracleSettings settings) {
        String servers = settings.bootstrapServers();
        return new ReadTopics(
                TopicReader.readLog(servers, settings.eventsTopic()),
                TopicReader.readAny(servers, settings.deadLetterTopic()),
                TopicReader.readAny(servers, settings.crossingTopic()));
    }
}
