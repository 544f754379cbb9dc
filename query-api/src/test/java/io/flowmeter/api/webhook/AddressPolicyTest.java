package io.flowmeter.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {

    private static final AddressPolicy STRICT = new AddressPolicy(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "100.100.100.200",
                "127.0.0.1",
                "127.255.0.9",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "64:ff9b::7f00:1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "3fff::1"
            })
    void whatIsNotPublicIsRefused(String address) {
        assertThat(STRICT.allows(address(address), true)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.0.1",
                "172.32.0.1",
                "192.167.0.1",
                "198.17.0.1",
                "198.20.0.1",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "2a00:1450:4001:81b::200e"
            })
    void publicAddressesAreAllowedOverHttpsOnly(String address) {
        assertThat(STRICT.allows(address(address), true)).isTrue();
        assertThat(STRICT.allows(address(address), false)).isFalse();
    }

    @Test
    void namedRangesAreAllowedOverHttpToo() {
        var policy =
                new AddressPolicy(
                        List.of(AddressRange.parse("10.2.0.0/15"), AddressRange.parse("::1")));

        assertThat(policy.allows(address("10.3.255.255"), false)).isTrue();
        assertThat(policy.allows(address("10.4.0.0"), true)).isFalse();
        assertThat(policy.allows(address("::1"), false)).isTrue();
        assertThat(policy.allows(address("127.0.0.1"), false)).isFalse();
    }

    @Test
    void literalsAreKnownWithoutLookingUpNames() {
        assertThat(STRICT.isRefusedLiteral("127.0.0.1", true)).isTrue();
        assertThat(STRICT.isRefusedLiteral("[::1]", true)).isTrue();
        assertThat(STRICT.isRefusedLiteral("8.8.8.8", true)).isFalse();
        assertThat(STRICT.isRefusedLiteral("localhost", true)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "::1/129", ""})
    void whatIsNoRangeIsRefused(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static InetAddress address(String text) {
        return AddressRange.parse(text).first();
    }
}
