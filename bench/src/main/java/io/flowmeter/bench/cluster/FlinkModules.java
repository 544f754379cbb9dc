package io.flowmeter.bench.cluster;

import java.util.List;
import java.util.stream.Stream;

/** What every JVM of Flink, its command line too, must be allowed to see of Java's own modules. */
final class FlinkModules {

    /** env.java.opts.all of Flink's own conf/config.yaml. */
    static final List<String> OPTIONS =
            Stream.concat(
                            Stream.of("java.rmi/sun.rmi.registry", "java.base/sun.net.util")
                                    .map(module -> "--add-exports=" + module + "=ALL-UNNAMED"),
                            Stream.of(
                                            "java.lang",
                                            "java.net",
                                            "java.io",
                                            "java.nio",
                                            "sun.nio.ch",
                                            "java.lang.reflect",
                                            "java.text",
                                            "java.time",
                                            "java.util",
                                            "java.util.concurrent",
                                            "java.util.concurrent.atomic",
                                            "java.util.concurrent.locks")
                                    .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED"))
                    .toList();

    private FlinkModules() {}
}
