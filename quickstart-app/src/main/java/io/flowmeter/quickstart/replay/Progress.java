package io.flowmeter.quickstart.replay;

/** Shows how far a piece of work has come, until it is closed. */
public interface Progress extends AutoCloseable {

    /**
     * Tells how much is done by now.
     *
     * @param done from 0 to the number of pieces; never less than before
     */
    void at(long done);

    @Override
    void close();
}
