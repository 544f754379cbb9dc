package io.flowmeter.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SigningSecretTest {

    /** The example that the libraries of github.com/standard-webhooks/standard-webhooks test. */
    @Test
    void signsAsTheReferenceLibrariesDo() {
        var secret = SigningSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        assertThat(
                        secret.sign(
                                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                Instant.ofEpochSecond(1_614_265_330),
                                "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void newSecretsHave32BytesAndDoNotPrintThemselves() {
        var secret = SigningSecret.random();

        assertThat(secret.text()).startsWith("whsec_");
        assertThat(Base64.getDecoder().decode(secret.text().substring(6))).hasSize(32);
        assertThat(secret.text()).isNotEqualTo(SigningSecret.random().text());
        assertThat(String.valueOf((Object) secret)).doesNotContain(secret.text().substring(6));
    }
}
