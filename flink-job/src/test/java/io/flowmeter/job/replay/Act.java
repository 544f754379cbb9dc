package io.flowmeter.job.replay;

import java.util.Random;

/** What may happen while a job reads a log. Numbers are taken modulo what there is. */
sealed interface Act {

    void on(Replay<?> replay) throws Exception;

    /**
     * Reads the next records of a partition.
     *
     * @param catalogAhead the catalog is read to its end before; otherwise records may have to wait
     */
    record Read(int partition, int records, boolean catalogAhead) implements Act {
        @Override
        public void on(Replay<?> replay) throws Exception {
            if (catalogAhead) {
                replay.sources().readCatalog(Integer.MAX_VALUE);
            }
            replay.sources().read(partition, records);
        }

        @Override
        public String toString() {
            String catalog = catalogAhead ? "reads the catalog, then " : "reads ";
            return catalog + records + " of partition " + partition;
        }
    }

    /** Reads the catalog's next change before its time has come. */
    record ReadChange() implements Act {
        @Override
        public void on(Replay<?> replay) throws Exception {
            replay.sources().readChange();
        }

        @Override
        public String toString() {
            return "reads the next change of the catalog";
        }
    }

    /** Reads the catalog until it is complete at the append time of a record, or to the end. */
    record ReadCatalog(int record) implements Act {
        @Override
        public void on(Replay<?> replay) throws Exception {
            replay.sources().readCatalog(record);
        }

        @Override
        public String toString() {
            return "reads the catalog until record " + record;
        }
    }

    /**
     * A subtask of the source says how far time is.
     *
     * @param eager as far as is true, up to the next record; otherwise as far as it has read
     */
    record Tick(int subtask, boolean eager) implements Act {
        @Override
        public void on(Replay<?> replay) throws Exception {
            replay.sources().tick(subtask, eager);
        }

        @Override
        public String toString() {
            return "source " + subtask + (eager ? " knows" : " has read") + " how far time is";
        }
    }

    /** Elements arrive that were on their way between operators. */
    record Deliver(int elements, long choice) implements Act {
        @Override
        public void on(Replay<?> replay) throws Exception {
            replay.deliver(elements, new Random(choice));
        }

        @Override
        public String toString() {
            return "delivers " + elements + " elements (choice " + choice + ")";
        }
    }

    /** A checkpoint, and how it ends. */
    record Checkpoint(End end, long choice) implements Act {

        enum End {
            COMMITTED("a checkpoint completes"),
            ONE_COMMITTER_TOLD("a checkpoint completes, but only one committer hears of it"),
            NOBODY_TOLD("a checkpoint completes, but nobody hears of it"),
            FAILS_AFTER_THE_SINK("a checkpoint fails after the sink's snapshot"),
            FAILS_BEFORE_THE_SINK("a checkpoint fails before the sink's snapshot");

            private final String prose;

            End(String prose) {
                this.prose = prose;
            }
        }

        @Override
        public void on(Replay<?> replay) throws Exception {
            replay.checkpoint(end, new Random(choice));
        }

        @Override
        public String toString() {
            return end.prose + " (choice " + choice + ")";
        }
    }

    /** All is lost but checkpoints; the job starts anew from the last one. */
    record Crash(int parallelism) implements Act {
        @Override
        public void on(Replay<?> replay) throws Exception {
            replay.restart(parallelism, 0);
        }

        @Override
        public String toString() {
            return "crashes, and starts with " + parallelism + " subtasks from the last checkpoint";
        }
    }

    /** An operator stops the job and starts it from an older checkpoint, just as it was. */
    record GoBack(int checkpoints) implements Act {
        @Override
        public void on(Replay<?> replay) throws Exception {
            replay.restart(replay.parallelism(), checkpoints);
        }

        @Override
        public String toString() {
            return "starts again from the last checkpoint but " + checkpoints;
        }
    }
}
