package io.flowmeter.api.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowmeter.api.ApiFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CancellationITCase {

    private static final String CANCELLED = "/v1/notifications?kind=subscription_cancelled";

    private ApiFixture api;

    @BeforeEach
    void start() {
        api = ApiFixture.start();
        api.write("PUT", "/v1/plans/free", "{\"limits\":[]}");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void whoLosesItsPlanIsToldOnceAndWhen() {
        subscribe("{\"plan\":null}");
        subscribe("{\"plan\":\"free\"}");
        assertThat(api.get(CANCELLED).json().at("/data")).isEmpty();

        subscribe("{\"plan\":null,\"effectiveFrom\":\"2099-01-01T00:00:00Z\"}");
        subscribe("{\"plan\":null,\"effectiveFrom\":\"2099-01-01T00:00:00Z\"}");

        JsonNode told = api.get(CANCELLED).json().at("/data");
        assertThat(told).hasSize(1);
        assertThat(told.at("/0/tenant").asText()).isEqualTo("acme");
        assertThat(told.at("/0/data"))
                .hasToString("{\"plan\":\"free\",\"endsAt\":\"2099-01-01T00:00:00Z\"}");

        subscribe("{\"plan\":\"free\"}");
        subscribe("{\"plan\":null}");

        assertThat(api.get(CANCELLED).json().at("/data")).hasSize(2);
    }

    private void subscribe(String body) {
        assertThat(api.write("PUT", "/v1/tenants/acme/subscription", body).status())
                .isLessThan(300);
    }
}
