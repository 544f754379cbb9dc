package io.flowmeter.bench.cluster;

import java.util.List;
import java.util.Map;

/**
 * How a process is started.
 *
 * @param environment added to this process's own
 */
record Launch(List<String> command, Map<String, String> environment) {

    Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    Launch(List<String> command) {
        this(command, Map.of());
    }
}
