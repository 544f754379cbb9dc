package io.flowmeter.job.count;

import io.flowmeter.core.event.EventCount;

/** What verdicts are counted by. */
public record VerdictKey(String namespace, String verdict, String detail) {

    public static VerdictKey of(EventCount counted) {
        return new VerdictKey(counted.namespace(), counted.verdict(), counted.detail());
    }
}
