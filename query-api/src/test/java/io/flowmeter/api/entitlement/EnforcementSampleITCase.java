package io.flowmeter.api.entitlement;

import static io.flowmeter.api.entitlement.TestLimit.limit;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.ApiFixture;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs samples/enforcement as it stands there. */
class EnforcementSampleITCase {

    private static final Path SAMPLE = Path.of("..", "samples", "enforcement", "EnforcedApi.java");

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir private Path classes;

    private ApiFixture api;
    private LimitFixture limits;
    private Javalin sample;

    @BeforeEach
    void start() throws ReflectiveOperationException, IOException {
        api = ApiFixture.start();
        limits = new LimitFixture(api);
        limits.tenant("acme", limit("calls", "2"));
        sample = sample();
    }

    @AfterEach
    void stop() {
        sample.stop();
        api.close();
    }

    @Test
    void asManyAreServedAsTheLimitHasAndEachIsRecorded() throws Exception {
        assertThat(get("/hello", "acme").body()).isEqualTo("hello");
        assertThat(get("/broken", "acme").statusCode()).isEqualTo(500); // costs nothing
        assertThat(get("/hello", "acme").statusCode()).isEqualTo(200);

        var refused = get("/hello", "acme");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(refused.body()).contains("\"code\":\"LIMIT_REACHED\"");
        assertThat(get("/hello", "unlimited").statusCode()).isEqualTo(200);
        assertThat(api.values()).hasSize(3);
        assertThat(limits.rows("SELECT count(*) FROM reservation WHERE expires_at IS NULL"))
                .isEqualTo(2);
    }

    @Test
    void withoutAnAnswerItServesAsItWasToldTo() throws Exception {
        api.close();

        assertThat(get("/hello", "acme").body()).isEqualTo("hello");
    }

    private HttpResponse<String> get(String path, String tenant) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sample.port() + path))
                        .header("X-Tenant", tenant)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private Javalin sample() throws ReflectiveOperationException, IOException {
        int outcome =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", classes.toString(), SAMPLE.toString());
        assertThat(outcome).isZero();
        var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()});
        return (Javalin)
                loader.loadClass("EnforcedApi")
                        .getMethod(
                                "start",
                                URI.class,
                                String.class,
                                String.class,
                                String.class,
                                int.class)
                        .invoke(
                                null,
                                URI.create("http://127.0.0.1:" + api.api.port()),
                                ApiFixture.KEY,
                                "calls",
                                "calls.used",
                                0);
    }
}
