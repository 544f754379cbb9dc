package io.flowmeter.api.http;

import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.staticfiles.StaticFileConfig;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jetty.http.UriCompliance;

/** Javalin and Jetty, set up so that every answer, theirs too, is one of ours. */
public final class WebServer {

    private static final UriCompliance ESCAPES_ARE_DATA =
            UriCompliance.from(
                    Set.of(
                            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
                            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING));

    private WebServer() {}

    /** A server that is not started yet. */
    public static Javalin create(
            String host,
            int port,
            Consumer<RoutesConfig> routes,
            Consumer<StaticFileConfig> assets) {
        return Javalin.create(
                config -> {
                    config.startup.showJavalinBanner = false;
                    config.startup.showOldJavalinVersionWarning = false;
                    config.jetty.host = host;
                    config.jetty.port = port;
                    config.http.maxRequestSize = Requests.MAX_BODY_BYTES;
                    config.http.prefer405over404 = true;
                    config.router.javaLangErrorHandler(ProblemHandler::ofError);
                    config.jetty.modifyServer(
                            server -> server.setErrorHandler(new JettyProblems()));
                    // A tenant's id may have '/' and '%': their escapes in a path are data here.
                    config.jetty.modifyHttpConfiguration(
                            http -> {
                                http.setUriCompliance(ESCAPES_ARE_DATA);
                                http.setSendServerVersion(false);
                            });
                    config.jetty.modifyServletContextHandler(
                            handler -> handler.getServletHandler().setDecodeAmbiguousURIs(true));
                    config.staticFiles.add(assets);
                    routes.accept(config.routes);
                });
    }
}
