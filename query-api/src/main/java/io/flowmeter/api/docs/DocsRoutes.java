package io.flowmeter.api.docs;

import io.flowmeter.api.auth.Access;
import io.javalin.http.Context;
import io.javalin.http.staticfiles.StaticFileConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;

/** /openapi.yaml and /docs. */
public final class DocsRoutes {

    private static final String SWAGGER_UI =
            "/META-INF/maven/org.webjars/swagger-ui/pom.properties";

    private final String openApi = resource("/io/flowmeter/api/docs/openapi.yaml");
    private final String page = resource("/io/flowmeter/api/docs/docs.html");

    /** Serves what /docs shows; anybody may see it. */
    public static void assets(StaticFileConfig assets) {
        assets.hostedPath = "/docs/assets";
        assets.directory = assetsDirectory();
        assets.roles = Set.of(Access.PUBLIC);
    }

    private static String assetsDirectory() {
        var properties = new Properties();
        try (InputStream stream = DocsRoutes.class.getResourceAsStream(SWAGGER_UI)) {
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + SWAGGER_UI, e);
        }
        return "META-INF/resources/webjars/swagger-ui/" + properties.getProperty("version");
    }

    /** GET /openapi.yaml. */
    public void openApi(Context ctx) {
        // RFC 9512 registers the media type.
        ctx.contentType("application/yaml").result(openApi.getBytes(StandardCharsets.UTF_8));
    }

    /** GET /docs. */
    public void page(Context ctx) {
        ctx.contentType("text/html; charset=utf-8").result(page.getBytes(StandardCharsets.UTF_8));
    }

    private static String resource(String name) {
        try (InputStream stream = DocsRoutes.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the class path lacks " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
