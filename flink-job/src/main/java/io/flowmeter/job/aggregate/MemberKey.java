package io.flowmeter.job.aggregate;

import io.flowmeter.core.aggregate.WindowKey;
import io.flowmeter.core.event.Fingerprint;

/** One distinct value in one window. */
public record MemberKey(WindowKey window, Fingerprint member) {}
