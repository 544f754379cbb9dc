package io.flowmeter.bench.load;

import io.flowmeter.bench.load.LoadTenant.Role;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Meters and tenants that come and change while events of theirs are on their way. */
final class CatalogChanges {
    private static final int MAX_EXTRA_METERS = 12;
    private static final int MAX_NEWCOMERS = 12;
    private static final int EVENTS_RIGHT_AFTER = 4;

    private final List<Extra> live = new ArrayList<>();
    private final List<Extra> archived = new ArrayList<>();
    private int created;

    private record Extra(String namespace, Map<String, Object> definition) {
        String path() {
            return "/v1/meters/" + definition.get("key");
        }

        /** As it can be created once more: not from before the version that was archived. */
        Extra again() {
            Map<String, Object> later = new LinkedHashMap<>(definition);
            later.remove("effectiveFrom");
            return new Extra(namespace, later);
        }
    }

    List<Scenario> scenarios() {
        return List.of(
                new Scenario(2, this::createMeter),
                new Scenario(2, this::changeMeter),
                new Scenario(2, this::archiveMeter),
                new Scenario(2, this::createTenant),
                new Scenario(2, this::changeTenant));
    }

    /** How the API is told of a tenant. */
    static Map<String, Object> body(LoadTenant tenant) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("timeZone", tenant.zone().getId());
        body.put("billingInterval", tenant.interval());
        if (tenant.anchor() != null) {
            body.put("billingAnchor", tenant.anchor());
        }
        return body;
    }

    static String path(LoadTenant tenant) {
        return "/v1/tenants/"
                + URLEncoder.encode(tenant.id(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    private void createMeter(Stage stage) {
        if (created >= MAX_EXTRA_METERS && archived.isEmpty()) {
            changeMeter(stage);
            return;
        }
        Extra extra;
        if (created < MAX_EXTRA_METERS) {
            extra =
                    new Extra(
                            stage.tenant().namespace(),
                            LoadMeters.extra("extra_" + ++created, stage.random()));
        } else {
            extra = archived.remove(stage.random().nextInt(archived.size()));
        }
        live.add(extra);
        ask(
                stage,
                LoadKind.METER_CREATED,
                extra.namespace(),
                "POST",
                "/v1/meters",
                extra.definition());
        usageRightAfter(stage, stage.tenant());
    }

    private void changeMeter(Stage stage) {
        if (live.isEmpty()) {
            createMeter(stage);
            return;
        }
        Extra extra = live.get(stage.random().nextInt(live.size()));
        ask(
                stage,
                LoadKind.METER_CHANGED,
                extra.namespace(),
                "PATCH",
                extra.path(),
                LoadMeters.change(stage.random()));
        usageRightAfter(stage, stage.tenant());
    }

    private void archiveMeter(Stage stage) {
        if (live.isEmpty()) {
            createMeter(stage);
            return;
        }
        Extra extra = live.remove(stage.random().nextInt(live.size()));
        archived.add(extra.again());
        ask(stage, LoadKind.METER_ARCHIVED, extra.namespace(), "DELETE", extra.path(), Map.of());
    }

    private void createTenant(Stage stage) {
        List<LoadTenant> lateComers = stage.roster().with(Role.LATE_COMER);
        boolean isLateComer =
                stage.roster().newcomers().size() >= MAX_NEWCOMERS || stage.random().nextBoolean();
        LoadTenant tenant =
                isLateComer
                        ? lateComers.get(stage.random().nextInt(lateComers.size()))
                        : stage.roster().addNewcomer(stage.random());
        ask(stage, LoadKind.TENANT_CREATED, tenant.namespace(), "PUT", path(tenant), body(tenant));
        usageRightAfter(stage, tenant);
    }

    private void changeTenant(Stage stage) {
        List<LoadTenant> changing = stage.roster().with(Role.CHANGING);
        LoadTenant tenant = changing.get(stage.random().nextInt(changing.size()));
        Map<String, Object> body = body(tenant);
        body.put("timeZone", TenantRoster.zone(stage.random().nextInt(100)).getId());
        String anchor = TenantRoster.anchor(stage.random().nextInt(100));
        if (anchor != null) {
            body.put("billingAnchor", anchor);
        }
        ask(stage, LoadKind.TENANT_CHANGED, tenant.namespace(), "PUT", path(tenant), body);
        usageRightAfter(stage, tenant);
    }

    private static void usageRightAfter(Stage stage, LoadTenant tenant) {
        for (int i = 0; i < EVENTS_RIGHT_AFTER && stage.isAwake(tenant.partition()); i++) {
            stage.send(LoadKind.USAGE, tenant, stage.draft(tenant));
        }
    }

    static void ask(
            Stage stage,
            LoadKind kind,
            String namespace,
            String method,
            String path,
            Map<String, Object> body) {
        String json = method.equals("DELETE") ? "" : LoadJson.text(body);
        stage.emit(
                new LoadStep.Ask(List.of(kind), namespace, method, path, "application/json", json));
    }
}
