package io.flowmeter.api.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailSettingsTest {

    private static final String FROM = "flowmeter@example.com";

    @Test
    void passwordNeedsTls() {
        var settings = EmailSettings.parse("smtp://us%40er:p%2B:+w@mail.example", FROM);

        assertThat(settings.user()).isEqualTo("us@er");
        assertThat(settings.password()).isEqualTo("p+:+w");
        assertThat(settings.port()).isEqualTo(587);
        assertThat(settings.requiresStartTls()).isTrue();
        assertThat(settings.toString()).doesNotContain("p+:+w");
    }

    @Test
    void plainRelayAndSmtpsAreRead() {
        var plain = EmailSettings.parse("smtp://relay:25", FROM);
        var encrypted = EmailSettings.parse("smtps://u:p@mail", FROM);
        var optional = EmailSettings.parse("smtp://u:p@mail?starttls=optional", FROM);

        assertThat(plain.user()).isNull();
        assertThat(plain.requiresStartTls()).isFalse();
        assertThat(encrypted.isEncrypted()).isTrue();
        assertThat(encrypted.port()).isEqualTo(465);
        assertThat(optional.requiresStartTls()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mail",
                "http://u:hidden@mail",
                "smtp://",
                "smtp://u:hidden@m?tls=no",
                "a b"
            })
    void wrongUrlIsRefusedWithoutShowingIt(String url) {
        assertThatThrownBy(() -> EmailSettings.parse(url, FROM))
                .hasMessageContaining("must be like smtp://")
                .hasMessageNotContaining("hidden");
        assertThatThrownBy(() -> EmailSettings.parse("smtp://mail", ""))
                .hasMessageContaining("sender");
    }
}
