package io.flowmeter.quickstart;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** The way into the sample namespaces: each exists from its first use on, with a demo key. */
final class SampleAccess {

    private final RunningFlowmeter flowmeter;
    private final Path keys;

    SampleAccess(RunningFlowmeter flowmeter, Path keys) {
        this.flowmeter = flowmeter;
        this.keys = keys;
    }

    /** A client that may do everything in the namespace. */
    ApiClient open(SampleNamespace namespace) throws IOException, SQLException {
        var key = key(namespace);
        try (var owner = flowmeter.parts().connectAsOwner()) {
            namespace.create(owner);
            key.allow(owner, namespace.key());
        }
        return new ApiClient(flowmeter.apiUrl(), key.text());
    }

    DemoKey key(SampleNamespace namespace) throws IOException {
        return DemoKey.of(keyFile(namespace));
    }

    Path keyFile(SampleNamespace namespace) {
        return keys.resolve(namespace.key());
    }
}
