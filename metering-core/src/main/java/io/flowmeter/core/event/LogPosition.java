package io.flowmeter.core.event;

/** Where an event stands in the log. */
public record LogPosition(String topic, int partition, long offset) {

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
