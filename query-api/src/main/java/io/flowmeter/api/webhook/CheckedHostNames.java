package io.flowmeter.api.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resolves the host of each new connection, once, and hands out its addresses only if every one may
 * be reached. The connection is made to these very addresses, so an answer that changes between the
 * check and the use (DNS rebinding) gains nothing. Literal addresses come this way too.
 */
final class CheckedHostNames implements DnsResolver {

    private static final Logger LOG = LoggerFactory.getLogger(CheckedHostNames.class);

    private final HostNames names;
    private final AddressPolicy policy;
    private final boolean isEncrypted;

    CheckedHostNames(HostNames names, AddressPolicy policy, boolean isEncrypted) {
        this.names = names;
        this.policy = policy;
        this.isEncrypted = isEncrypted;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = names.resolve(host);
        for (InetAddress address : addresses) {
            if (!policy.allows(address, isEncrypted)) {
                LOG.warn(
                        "webhook to {} refused: {} must not be reached{}; see"
                                + " FLOWMETER_WEBHOOK_ALLOW_PRIVATE",
                        host,
                        address.getHostAddress(),
                        isEncrypted ? "" : " over http");
                throw new RefusedAddressException(isEncrypted);
            }
        }
        return Arrays.copyOf(addresses, addresses.length);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    /** The host has an address that must not be reached. It does not say which: that is ours. */
    static final class RefusedAddressException extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        RefusedAddressException(boolean isEncrypted) {
            super(
                    isEncrypted
                            ? "the host's address is not a public one"
                            : "the host's address is not one that http may be used for");
        }
    }
}
