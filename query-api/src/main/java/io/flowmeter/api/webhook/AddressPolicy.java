package io.flowmeter.api.webhook;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses a webhook may be sent to: public ones, over https, and those the configuration
 * names, over http too. What a client asks us to send must not reach what only we can reach.
 */
final class AddressPolicy {

    /**
     * Special and private IPv4 (IANA's special-purpose registry), multicast, reserved, and the
     * metadata services of clouds, of which 168.63.129.16 (Azure) is a public address.
     */
    private static final List<AddressRange> DENIED_IPV4 =
            ranges(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "168.63.129.16",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4");

    /** Global unicast; loopback, link-local, unique-local, multicast and NAT64 are outside. */
    private static final AddressRange GLOBAL_IPV6 = AddressRange.parse("2000::/3");

    /** Protocol assignments with Teredo, documentation, and 6to4, which hides an IPv4 address. */
    private static final List<AddressRange> DENIED_IPV6 =
            ranges("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private final List<AddressRange> allowed;

    /**
     * @param allowed although private
     */
    AddressPolicy(List<AddressRange> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    /** Whether http URLs make any sense. */
    boolean allowsHttp() {
        return !allowed.isEmpty();
    }

    /**
     * @param isEncrypted whether TLS protects what is sent
     */
    boolean allows(InetAddress address, boolean isEncrypted) {
        return isNamed(address) || (isEncrypted && isPublic(address));
    }

    /** Whether the host is an address itself, and one that is not allowed. It looks up no name. */
    boolean isRefusedLiteral(String host, boolean isEncrypted) {
        String address = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        try {
            return !allows(AddressRange.parse(address).first(), isEncrypted);
        } catch (IllegalArgumentException e) {
            return false; // A name: what it stands for is checked at each connection.
        }
    }

    private boolean isNamed(InetAddress address) {
        return allowed.stream().anyMatch(range -> range.contains(address));
    }

    private static boolean isPublic(InetAddress address) {
        List<AddressRange> denied = DENIED_IPV4;
        if (address.getAddress().length > 4) {
            if (!GLOBAL_IPV6.contains(address)) {
                return false;
            }
            denied = DENIED_IPV6;
        }
        return denied.stream().noneMatch(range -> range.contains(address));
    }

    private static List<AddressRange> ranges(String... texts) {
        return Stream.of(texts).map(AddressRange::parse).toList();
    }
}
