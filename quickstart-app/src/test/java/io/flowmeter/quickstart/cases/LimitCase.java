package io.flowmeter.quickstart.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowmeter.core.threshold.Limit;
import io.flowmeter.core.threshold.LimitWindow;
import io.flowmeter.core.threshold.Threshold;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A case about thresholds, in the words of limits.
 *
 * @param quantity null: unlimited
 * @param values the quantity at each step; a state has one
 * @param crossed by each step
 */
record LimitCase(
        @Nullable BigDecimal quantity,
        List<String> thresholds,
        List<BigDecimal> values,
        List<List<String>> crossed) {

    /** What a case that speaks of balances only was granted: any quantity gives the same. */
    private static final BigDecimal GRANTED = BigDecimal.valueOf(100);

    /** Of kind {@code threshold}: quantities, at whatever limit. */
    static LimitCase ofSteps(MeteringCase wanted) {
        List<BigDecimal> values = new ArrayList<>();
        wanted.input().get("values").forEach(value -> values.add(value.decimalValue()));
        List<List<String>> crossed = new ArrayList<>();
        wanted.expected()
                .get("crossed")
                .forEach(step -> crossed.add(texts(step, Function.identity())));
        return new LimitCase(
                null,
                texts(wanted.input().get("thresholds"), Function.identity()),
                values,
                crossed);
    }

    /** Of kind {@code threshold_state}: what is active once the state is reached. */
    static LimitCase ofState(MeteringCase wanted) {
        JsonNode input = wanted.input();
        JsonNode active = wanted.expected().get("active_all");
        if (input.has("usage_thresholds")) {
            return state(null, input, "usage_thresholds", Function.identity(), active);
        }
        if (input.has("usage_percent_thresholds")) {
            return state(
                    input.get("grants").decimalValue(),
                    input,
                    "usage_percent_thresholds",
                    percentage -> percentage + "%",
                    wanted.expected().get("active_all_percent"));
        }
        // At a limit L a balance of b is left where L - b is used.
        Function<String, String> used =
                balance -> GRANTED.subtract(new BigDecimal(balance)).toPlainString();
        ObjectNode usage =
                MeteringCase.JSON
                        .createObjectNode()
                        .put("usage", GRANTED.subtract(input.get("balance").decimalValue()));
        usage.set("balance_thresholds", input.get("balance_thresholds"));
        return state(GRANTED, usage, "balance_thresholds", used, active);
    }

    private static LimitCase state(
            @Nullable BigDecimal quantity,
            JsonNode input,
            String thresholds,
            Function<String, String> text,
            JsonNode active) {
        return new LimitCase(
                quantity,
                texts(input.get(thresholds), text),
                List.of(input.get("usage").decimalValue()),
                List.of(texts(active, text)));
    }

    Limit limit() {
        return new Limit(
                "calls",
                "calls",
                LimitWindow.PERIOD,
                null,
                null,
                quantity,
                Limit.Enforcement.SOFT,
                BigDecimal.ZERO,
                Duration.ZERO,
                Limit.WhenStale.ALLOW,
                thresholds.stream().map(Threshold::parse).toList());
    }

    /** As the API takes it. */
    String json(String meter) {
        ObjectNode limit = MeteringCase.JSON.createObjectNode();
        limit.put("meter", meter).put("enforcement", "SOFT").put("quantity", quantity);
        thresholds.forEach(limit.putArray("thresholds")::add);
        return limit.toString();
    }

    private static List<String> texts(JsonNode numbers, Function<String, String> text) {
        List<String> texts = new ArrayList<>();
        numbers.forEach(number -> texts.add(text.apply(number.asText())));
        return texts;
    }
}
