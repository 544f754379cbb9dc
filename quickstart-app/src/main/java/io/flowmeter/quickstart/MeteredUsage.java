package io.flowmeter.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowmeter.quickstart.sample.ExpectedUsage.Cell;
import io.flowmeter.quickstart.sample.ExpectedUsage.Quantity;
import io.flowmeter.quickstart.sample.SampleEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What the API answers for one dataset: meter queries over whole billing periods. */
final class MeteredUsage {

    private static final long PAUSE_MILLIS = 100;

    private final ApiClient api;
    private final String dataset;
    private final long deadline;

    /**
     * Makes a reader.
     *
     * @param patience how long, from now on, an answer may differ from what is expected
     */
    MeteredUsage(ApiClient api, String dataset, Duration patience) {
        this.api = api;
        this.dataset = dataset;
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    /**
     * Asks until the answer is the expected one: the job commits counts and quantities together at
     * each checkpoint, but not each part of it in the same moment.
     *
     * @return the last answer; empty if the API knows of no such usage
     */
    Optional<BigDecimal> awaitQuantity(Quantity expected) {
        Optional<BigDecimal> answer = quantity(expected.cell());
        while (!answer.filter(value -> value.compareTo(expected.quantity()) == 0).isPresent()
                && System.nanoTime() < deadline) {
            pause();
            answer = quantity(expected.cell());
        }
        return answer;
    }

    private Optional<BigDecimal> quantity(Cell cell) {
        String path = "/v1/meters/" + cell.meter().key() + "/query";
        JsonNode answer =
                api.get(
                                path,
                                Map.of(
                                        "from",
                                        cell.period().start().toString(),
                                        "to",
                                        cell.period().end().toString(),
                                        "subject",
                                        cell.tenant(),
                                        "groupBy",
                                        SampleEvent.DATASET))
                        .bodyOr("GET " + path);
        for (JsonNode row : answer.path("data")) {
            if (row.path("groupBy").path(SampleEvent.DATASET).asText().equals(dataset)
                    && !row.path("value").isNull()) {
                return Optional.of(new BigDecimal(row.path("value").asText()));
            }
        }
        return Optional.empty();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while quantities were compared", e);
        }
    }
}
