package io.flowmeter.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SmtpSettingsTest {

    @Test
    void onlyTheVariablesOfSmtpThatAreSetArePassedOn() {
        var environment =
                Map.of(
                        "PATH", "/usr/bin",
                        "FLOWMETER_API_PORT", "1",
                        "FLOWMETER_SMTP_FROM", "limits@example.com",
                        "FLOWMETER_SMTP_URL", "smtp://mail.example.com");

        assertThat(SmtpSettings.in(environment))
                .containsOnly(
                        Map.entry("FLOWMETER_SMTP_FROM", "limits@example.com"),
                        Map.entry("FLOWMETER_SMTP_URL", "smtp://mail.example.com"));
    }
}
