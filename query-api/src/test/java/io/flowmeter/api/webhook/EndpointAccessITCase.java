package io.flowmeter.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EndpointAccessITCase {

    private static final String ENDPOINTS = "/v1/webhook-endpoints";
    private static final String ANYWHERE = "{\"url\":\"https://example.com/\"}";

    private ApiFixture api;

    @BeforeEach
    void start() {
        api = ApiFixture.start();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void urlsThatMustNotBeReachedAreRefused() {
        for (String url :
                List.of(
                        "https://127.0.0.2/",
                        "https://10.0.0.1/x",
                        "https://169.254.169.254/latest/meta-data",
                        "https://[::1]/",
                        "https://[fd00:ec2::254]/",
                        "http://8.8.8.8/",
                        "ftp://example.com/",
                        "file:///etc/passwd",
                        "https:///x",
                        "https://example.com:0/",
                        "https://example.com:65536/",
                        "https://user:password@example.com/",
                        "https://example.com/#x",
                        "example.com",
                        "https://exa mple.com/")) {
            Answer answer = api.post(ENDPOINTS, "{\"url\":\"" + url + "\"}");
            assertThat(answer.at("/errors/0/pointer")).as(url).isEqualTo("#/url");
        }
        assertThat(api.post(ENDPOINTS, "{\"url\":\"https://example.com/\"}").status())
                .isEqualTo(201);
        assertThat(api.post(ENDPOINTS, "{}").at("/errors/0/pointer")).isEqualTo("#/url");
    }

    @Test
    void othersSeeNoEndpoint() {
        String path = ENDPOINTS + "/" + api.post(ENDPOINTS, ANYWHERE).at("/id");

        assertThat(api.get(path, ApiFixture.FOREIGN_KEY).status()).isEqualTo(404);
        assertThat(api.get(path + "/deliveries", ApiFixture.FOREIGN_KEY).status()).isEqualTo(404);
        // A URL may be a secret itself, so that reading it needs the scope manage too.
        for (String key : List.of(ApiFixture.ACME_KEY, ApiFixture.READ_KEY)) {
            assertThat(api.get(path, key).status()).isEqualTo(403);
            assertThat(api.get(ENDPOINTS, key).status()).isEqualTo(403);
            assertThat(api.get(path + "/deliveries", key).status()).isEqualTo(403);
            assertThat(api.get("/v1/email-deliveries", key).status()).isEqualTo(403);
        }
        for (String action : List.of("", ":test", ":rotate-secret")) {
            String at = action.isEmpty() ? ENDPOINTS : path + action;
            assertThat(api.post(at, "{}", "application/json", ApiFixture.READ_KEY).status())
                    .isEqualTo(403);
            assertThat(api.post(at, "{}", "application/json", ApiFixture.ACME_KEY).status())
                    .isEqualTo(403);
        }
    }
}
