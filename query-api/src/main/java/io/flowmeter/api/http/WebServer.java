package io.flowmeter.api.http;

import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import java.util.function.Consumer;
import org.eclipse.jetty.http.UriCompliance;

/** Javalin and Jetty, set up so that every answer, theirs too, is one of ours. */
public final class WebServer {

    private WebServer() {}

    /** A server that is not started yet. */
    public static Javalin create(String host, int port, Consumer<RoutesConfig> routes) {
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
                    // A tenant's id may have a slash: %2F in a path is data here.
                    config.jetty.modifyHttpConfiguration(
                            http -> {
                                http.setUriCompliance(UriCompliance.RFC3986);
                                http.setSendServerVersion(false);
                            });
                    config.jetty.modifyServletContextHandler(
                            handler -> handler.getServletHandler().setDecodeAmbiguousURIs(true));
                    routes.accept(config.routes);
                });
    }
}
