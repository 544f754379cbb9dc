package io.flowmeter.api.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks up host names: DNS, or what a test says. */
@FunctionalInterface
interface HostNames {

    InetAddress[] resolve(String host) throws UnknownHostException;
}
