package io.flowmeter.bench.load;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Makes meters, tenants, plans, subscriptions and webhook endpoints through the API before the
 * first event. Again makes more endpoints, and is harmless otherwise.
 */
final class LoadCatalog {
    private static final String JSON = "application/json";
    private static final List<String> SOME_KINDS = List.of("limit_exceeded", "limit_recovered");

    private final LoadApi api;

    LoadCatalog(LoadApi api) {
        this.api = api;
    }

    void create(LoadSettings settings, TenantRoster roster) throws InterruptedException {
        for (Map<String, Object> meter : LoadMeters.initial()) {
            post(settings.openNamespace(), "/v1/meters", meter);
            post(settings.strictNamespace(), "/v1/meters", meter);
        }
        endpoints(settings);
        for (LoadTenant tenant : roster.fromTheStart()) {
            if (tenant.isKnownFromTheStart()) {
                Map<String, Object> body = new LinkedHashMap<>(CatalogChanges.body(tenant));
                body.put("id", tenant.id());
                post(tenant.namespace(), "/v1/tenants", body);
            }
        }
        limits(settings, roster);
    }

    /** In each namespace one endpoint for everything, and one for some kinds. */
    private void endpoints(LoadSettings settings) throws InterruptedException {
        URI receiver = settings.webhooks();
        if (receiver == null) {
            return;
        }
        for (String namespace : settings.namespaces()) {
            for (List<String> kinds : List.of(List.<String>of(), SOME_KINDS)) {
                String name = kinds.isEmpty() ? "all" : "some";
                URI url = receiver.resolve("/" + namespace + "/" + name);
                post(
                        namespace,
                        "/v1/webhook-endpoints",
                        Map.of("url", url.toString(), "kinds", kinds));
            }
        }
    }

    private void limits(LoadSettings settings, TenantRoster roster) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(settings.seed());
        for (String namespace : settings.namespaces()) {
            for (LoadLimits plan : LoadLimits.values()) {
                ask("PUT", namespace, plan.path(), plan.plan(random));
            }
        }
        for (LoadTenant tenant : roster.subscribers()) {
            ask(
                    "PUT",
                    tenant.namespace(),
                    CatalogChanges.path(tenant) + "/subscription",
                    LoadLimits.of(tenant, roster).subscription(random));
        }
    }

    private void post(String namespace, String path, Map<String, Object> body)
            throws InterruptedException {
        ask("POST", namespace, path, body);
    }

    private void ask(String method, String namespace, String path, Map<String, Object> body)
            throws InterruptedException {
        LoadApi.Answer answer =
                api.ask(
                        new LoadStep.Ask(
                                List.of(), namespace, method, path, JSON, LoadJson.text(body)));
        if (!answer.isDone()) {
            throw new IllegalStateException(
                    method
                            + " "
                            + path
                            + " "
                            + body
                            + " was answered with "
                            + answer.status()
                            + ": "
                            + answer.body());
        }
    }
}
