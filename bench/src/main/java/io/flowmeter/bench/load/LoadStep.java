package io.flowmeter.bench.load;

import java.time.Duration;
import java.util.List;

/** The next thing the load does. */
sealed interface LoadStep {

    /** Appends a record to the event log. */
    record Append(LoadRecord record) implements LoadStep {
        @Override
        public void with(Performer performer) {
            performer.append(record);
        }
    }

    /**
     * Asks the API for something, and again until it answers.
     *
     * @param kinds one per event in the body, or one for the whole request
     * @param namespace whose key the request carries
     */
    record Ask(
            List<LoadKind> kinds,
            String namespace,
            String method,
            String path,
            String contentType,
            String body)
            implements LoadStep {

        public Ask {
            kinds = List.copyOf(kinds);
        }

        @Override
        public void with(Performer performer) {
            performer.ask(this);
        }
    }

    /** Does nothing for a while. */
    record Rest(Duration time) implements LoadStep {
        @Override
        public void with(Performer performer) {
            performer.rest(time);
        }
    }

    /** Whoever does what the steps say. */
    interface Performer {
        void append(LoadRecord record);

        void ask(Ask request);

        void rest(Duration time);
    }

    /** Has the performer do this step. */
    void with(Performer performer);
}
