package io.flowmeter.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SecretBoxTest {

    private static final byte[] SECRET = "0123456789".getBytes(StandardCharsets.UTF_8);
    private static final UUID OWNER = new UUID(1, 2);

    @Test
    void closedSecretDoesNotShowAndOpensAgain() throws GeneralSecurityException {
        var box = new SecretBox(List.of(key(1)));

        byte[] stored = box.close(SECRET, OWNER);

        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("0123456789");
        assertThat(box.open(stored, OWNER)).isEqualTo(SECRET);
        assertThat(box.close(SECRET, OWNER)).isNotEqualTo(stored);
    }

    @Test
    void whatIsTooShortForASecretIsNone() {
        for (int length = 0; length < 18; length++) {
            byte[] stored = new byte[length];
            Arrays.fill(stored, (byte) 1);
            assertThatThrownBy(() -> new SecretBox(List.of(key(1))).open(stored, OWNER))
                    .isInstanceOf(GeneralSecurityException.class);
        }
    }

    @Test
    void secretOfAnotherEndpointOrAChangedOneDoesNotOpen() {
        var box = new SecretBox(List.of(key(1)));
        byte[] stored = box.close(SECRET, OWNER);
        byte[] changed = stored.clone();
        changed[stored.length - 1] ^= 1;

        assertThatThrownBy(() -> box.open(stored, new UUID(1, 3)))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> box.open(changed, OWNER))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void keysRotateWhileOldSecretsOpen() throws GeneralSecurityException {
        byte[] stored = new SecretBox(List.of(key(1))).close(SECRET, OWNER);

        assertThat(new SecretBox(List.of(key(2), key(1))).open(stored, OWNER)).isEqualTo(SECRET);
        assertThatThrownBy(() -> new SecretBox(List.of(key(2))).open(stored, OWNER))
                .hasMessageContaining("FLOWMETER_SECRETS_KEY");
    }

    @Test
    void withoutAKeySecretsAreStoredOpenAndStayReadable() throws GeneralSecurityException {
        byte[] stored = new SecretBox(List.of()).close(SECRET, OWNER);

        assertThat(new SecretBox(List.of(key(1))).open(stored, OWNER)).isEqualTo(SECRET);
    }

    private static byte[] key(int value) {
        byte[] key = new byte[SecretBox.KEY_BYTES];
        Arrays.fill(key, (byte) value);
        return key;
    }
}
