package io.flowmeter.bench.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes meters and tenants through the API before the first event; again is harmless. */
final class LoadCatalog {
    private static final String JSON = "application/json";

    private final LoadApi api;

    LoadCatalog(LoadApi api) {
        this.api = api;
    }

    void create(LoadSettings settings, List<LoadTenant> tenants) throws InterruptedException {
        for (Map<String, Object> meter : LoadMeters.initial()) {
            create(LoadKind.METER_CREATED, settings.openNamespace(), "/v1/meters", meter);
            create(LoadKind.METER_CREATED, settings.strictNamespace(), "/v1/meters", meter);
        }
        for (LoadTenant tenant : tenants) {
            if (tenant.isKnownFromTheStart()) {
                Map<String, Object> body = new LinkedHashMap<>(CatalogChanges.body(tenant));
                body.put("id", tenant.id());
                create(LoadKind.TENANT_CREATED, tenant.namespace(), "/v1/tenants", body);
            }
        }
    }

    private void create(LoadKind kind, String namespace, String path, Map<String, Object> body)
            throws InterruptedException {
        LoadApi.Answer answer =
                api.ask(
                        new LoadStep.Ask(
                                List.of(kind), namespace, "POST", path, JSON, LoadJson.text(body)));
        if (!answer.isDone()) {
            throw new IllegalStateException(
                    "creating "
                            + body
                            + " was answered with "
                            + answer.status()
                            + ": "
                            + answer.body());
        }
    }
}
