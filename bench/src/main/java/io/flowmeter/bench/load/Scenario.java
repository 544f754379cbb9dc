package io.flowmeter.bench.load;

import java.util.function.Consumer;

/**
 * Something that happens among plain usage.
 *
 * @param weight how often, in proportion to the other scenarios
 * @param play puts its steps on the stage
 */
record Scenario(int weight, Consumer<Stage> play) {}
