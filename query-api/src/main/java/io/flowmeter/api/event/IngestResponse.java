package io.flowmeter.api.event;

import java.util.List;

/**
 * What became of a request's events.
 *
 * @param accepted how many are in the log; whether they count is the job's verdict
 */
public record IngestResponse(int accepted, List<Rejection> rejected) {

    public IngestResponse {
        rejected = List.copyOf(rejected);
    }
}
