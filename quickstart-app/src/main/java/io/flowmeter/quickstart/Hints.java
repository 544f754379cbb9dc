package io.flowmeter.quickstart;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;

/** What a person can do with a quickstart that runs. */
final class Hints {

    private Hints() {}

    static void print(
            RunningFlowmeter flowmeter,
            SampleAccess access,
            Optional<ReplayPlan> plan,
            PrintWriter out)
            throws IOException {
        var namespace = plan.map(ReplayPlan::namespace).orElse(SampleNamespace.LIVE);
        var parts = flowmeter.parts();
        String key = access.key(namespace).text();
        out.printf(
                "%n  API       %s   reference: %s/docs%n", flowmeter.apiUrl(), flowmeter.apiUrl());
        out.printf("  Flink UI  %s%n", parts.flink().webUrl());
        out.printf(
                "  Kafka     %s   topic %s%n",
                parts.bootstrapServers(), EmbeddedParts.EVENTS_TOPIC);
        out.printf(
                "  Postgres  %s   user %s%n",
                parts.database().jdbcUrl(), parts.database().ownerUser());
        out.printf("  API key   %s%n", key);
        out.printf(
                "            namespace %s; kept in %s%n",
                namespace.key(), access.keyFile(namespace));
        out.printf(
                "%nTry:%n  curl -H 'Authorization: Bearer %s' %s/v1/tenants/acme/usage%n",
                key, flowmeter.apiUrl());
        out.printf(
                "  curl -H 'Authorization: Bearer %s' '%s/v1/notifications?tenant=acme'%n",
                key, flowmeter.apiUrl());
        out.printf("%nCtrl-C stops it; the next start goes on from here.%n");
        out.flush();
    }
}
