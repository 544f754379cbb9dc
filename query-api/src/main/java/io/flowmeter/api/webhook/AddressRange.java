package io.flowmeter.api.webhook;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Addresses with the same beginning: {@code 10.0.0.0/8}, {@code fd00::/8}, {@code 127.0.0.1}.
 *
 * @param first the lowest of them
 * @param prefixLength how many bits they share
 */
public record AddressRange(InetAddress first, int prefixLength) {

    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    public AddressRange {
        int bits = first.getAddress().length * Byte.SIZE;
        if (prefixLength < 0 || prefixLength > bits) {
            throw new IllegalArgumentException(
                    "the prefix must have 0 to " + bits + " bits, was " + prefixLength);
        }
    }

    /**
     * Reads CIDR notation; an address alone is a range of one.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    public static AddressRange parse(String text) {
        String[] parts = text.strip().split("/", -1);
        if (parts.length > 2 || !LITERAL.matcher(parts[0]).matches()) {
            throw new IllegalArgumentException(expected(text));
        }
        try {
            InetAddress first = InetAddress.getByName(parts[0]);
            int bits = first.getAddress().length * Byte.SIZE;
            return new AddressRange(first, parts.length == 1 ? bits : Integer.parseInt(parts[1]));
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException(expected(text), e);
        }
    }

    /** Whether the address is one of them. An IPv4 address is in no range of IPv6. */
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        byte[] firstBytes = first.getAddress();
        int differing = bytes.length * Byte.SIZE - prefixLength;
        return bytes.length == firstBytes.length
                && new BigInteger(1, bytes)
                        .shiftRight(differing)
                        .equals(new BigInteger(1, firstBytes).shiftRight(differing));
    }

    private static String expected(String text) {
        return "must be an address range such as 10.0.0.0/8, was \"" + text.strip() + "\"";
    }
}
