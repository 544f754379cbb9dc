package io.flowmeter.api.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.flowmeter.api.entitlement.LimitStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request's events.
 *
 * @param accepted how many are in the log; whether they count is the job's verdict
 * @param isStale limits were to be enforced, and could not be: their numbers cannot be read now
 * @param limits how close each tenant is to its tightest limit; null: not asked, or not known
 */
public record IngestResponse(
        int accepted,
        List<Rejection> rejected,
        @JsonProperty("stale") @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean isStale,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<LimitStatus.OfTenant> limits) {

    public IngestResponse {
        rejected = List.copyOf(rejected);
    }

    IngestResponse(int accepted, List<Rejection> rejected) {
        this(accepted, rejected, false, null);
    }
}
