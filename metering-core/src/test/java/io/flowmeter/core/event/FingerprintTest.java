package io.flowmeter.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    @Test
    void fingerprintIsTheFirstHalfOfTheSha256() {
        // printf '\0\0\0\3abc' | sha256sum
        assertThat(Fingerprint.of("abc"))
                .isEqualTo(new Fingerprint(0xd04b72a650ce0f8cL, 0xe4963330a53ee283L));
    }

    @Property(seed = "1")
    void differentPartsHaveDifferentFingerprints(
            @ForAll @Size(max = 3) List<@StringLength(max = 2) String> left,
            @ForAll @Size(max = 3) List<@StringLength(max = 2) String> right) {
        assertThat(of(left).equals(of(right))).isEqualTo(left.equals(right));
    }

    @Test
    void partsCannotRunTogether() {
        assertThat(Fingerprint.of("ab", "c"))
                .isNotEqualTo(Fingerprint.of("a", "bc"))
                .isNotEqualTo(Fingerprint.of("abc"))
                .isNotEqualTo(Fingerprint.of("ab", "c", ""));
    }

    @Test
    void orderIsThatOfTheBits() {
        assertThat(
                        List.of(
                                new Fingerprint(-1, 0),
                                new Fingerprint(1, -1),
                                new Fingerprint(1, 2),
                                new Fingerprint(0, 9)))
                .isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void identityIsEveryAttributeButTime() {
        EventIdentity identity = new EventIdentity("shop", "acme", "gateway-1", "evt_1");

        assertThat(identity.fingerprint())
                .isEqualTo(Fingerprint.of("shop", "acme", "gateway-1", "evt_1"))
                .isNotEqualTo(
                        new EventIdentity("acme", "shop", "gateway-1", "evt_1").fingerprint());
    }

    private static Fingerprint of(List<String> parts) {
        return Fingerprint.of(parts.toArray(String[]::new));
    }
}
