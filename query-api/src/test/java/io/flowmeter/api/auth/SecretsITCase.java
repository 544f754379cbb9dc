package io.flowmeter.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.ApiFixture;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.Test;

class SecretsITCase {

    @Test
    void noKeyIsEverLogged() {
        var logged = new Lines();
        logged.start();
        var root = LoggerContext.getContext(false).getConfiguration().getRootLogger();
        root.addAppender(logged, Level.DEBUG, null);
        Configurator.setLevel("io.flowmeter", Level.DEBUG);
        Configurator.setLevel("io.javalin", Level.DEBUG);
        Configurator.setLevel("com.zaxxer", Level.DEBUG);
        try (ApiFixture api = ApiFixture.start()) {
            api.get("/v1/meters");
            api.get("/v1/meters", ApiFixture.KEY + "-wrong");
            api.post("/v1/events", "{\"secret\":\"s3cret-of-payload\"}");
            api.execute("DROP TABLE meter CASCADE");
            assertThat(api.get("/v1/meters").status()).isEqualTo(500);
        } finally {
            root.removeAppender(logged.getName());
            Configurator.reconfigure();
        }

        assertThat(logged.lines).anyMatch(line -> line.contains("query API listens"));
        assertThat(logged.lines).anyMatch(line -> line.contains("failed: GET /v1/meters"));
        assertThat(logged.lines).noneMatch(line -> line.contains("s3cret"));
    }

    private static final class Lines extends AbstractAppender {

        private final List<String> lines = new CopyOnWriteArrayList<>();

        Lines() {
            super("lines", null, null, true, Property.EMPTY_ARRAY);
            LogManager.getLogger(SecretsITCase.class).debug("collecting");
        }

        @Override
        public void append(LogEvent event) {
            lines.add(event.getMessage().getFormattedMessage() + " " + event.getThrown());
        }
    }
}
