package io.flowmeter.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.flowmeter.api.auth.Access;
import io.javalin.http.HandlerType;
import io.javalin.router.ParsedEndpoint;
import io.javalin.security.Roles;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OpenApiITCase {

    @Test
    void specHasTheRoutesTheApiHas() throws IOException {
        try (ApiFixture api = ApiFixture.start()) {
            JsonNode spec = new YAMLMapper().readTree(api.get("/openapi.yaml", "none").body());
            Set<String> specified = new TreeSet<>();
            spec.get("paths")
                    .properties()
                    .forEach(
                            path ->
                                    path.getValue()
                                            .fieldNames()
                                            .forEachRemaining(
                                                    method -> {
                                                        if (!method.equals("parameters")) {
                                                            specified.add(
                                                                    method.toUpperCase(Locale.ROOT)
                                                                            + " "
                                                                            + path.getKey());
                                                        }
                                                    }));

            Set<String> served = new TreeSet<>();
            for (ParsedEndpoint route : routes(api)) {
                served.add(route.endpoint.method.name() + " " + route.endpoint.path);
            }

            assertThat(specified).isEqualTo(served);
            assertReferencesExist(spec, spec);
        }
    }

    @Test
    void everyRouteNamesItsAccess() {
        try (ApiFixture api = ApiFixture.start()) {
            for (ParsedEndpoint route : routes(api)) {
                var roles = route.endpoint.metadata(Roles.class);
                assertThat(roles.getRoles())
                        .as(route.endpoint.path)
                        .hasSize(1)
                        .allMatch(Access.class::isInstance);
            }
        }
    }

    @Test
    void docsAreServed() {
        try (ApiFixture api = ApiFixture.start()) {
            assertThat(api.get("/docs", "none").body()).contains("/openapi.yaml");
            assertThat(api.get("/docs/assets/swagger-ui-bundle.js", "none").status())
                    .isEqualTo(200);
        }
    }

    private static List<ParsedEndpoint> routes(ApiFixture api) {
        return api.api.server().unsafe.internalRouter.allHttpHandlers().stream()
                .filter(route -> route.endpoint.method.isHttpMethod())
                .filter(route -> !route.endpoint.method.equals(HandlerType.HEAD))
                .toList();
    }

    private static void assertReferencesExist(JsonNode spec, JsonNode node) {
        if (node.has("$ref")) {
            String pointer = node.get("$ref").asText().substring(1);
            assertThat(spec.at(pointer).isMissingNode()).as(pointer).isFalse();
        }
        node.forEach(child -> assertReferencesExist(spec, child));
    }
}
