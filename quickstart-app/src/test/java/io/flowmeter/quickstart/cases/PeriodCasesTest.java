package io.flowmeter.quickstart.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowmeter.core.window.BillingCycle;
import io.flowmeter.core.window.Window;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PeriodCasesTest {

    static List<MeteringCase> cases() {
        return MeteringCase.required("period");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void billingPeriodIsAsTheCaseExpects(MeteringCase wanted) {
        JsonNode input = wanted.input();
        BillingCycle cycle = cycle(input);
        int checked = 0;

        for (int i = 0; i < input.get("at").size(); i++) {
            Window period = cycle.periodContaining(instant(input.get("at").get(i).asText(), cycle));

            if (wanted.expected().has("periods")) {
                JsonNode expected = wanted.expected().get("periods").get(i);
                assertThat(period.start()).isEqualTo(Instant.parse(expected.get(0).asText()));
                assertThat(period.end()).isEqualTo(Instant.parse(expected.get(1).asText()));
                checked++;
            }
            if (wanted.expected().has("period_start")) {
                LocalDate start = LocalDate.ofInstant(period.start(), cycle.zone());
                assertThat(start).isEqualTo(wanted.expected().get("period_start").get(i).asText());
                checked++;
            }
            if (wanted.expected().has("local_month")) {
                LocalDate start = LocalDate.ofInstant(period.start(), cycle.zone());
                assertThat(YearMonth.from(start))
                        .hasToString(wanted.expected().get("local_month").get(i).asText());
                checked++;
            }
        }

        assertThat(checked).isEqualTo(input.get("at").size());
    }

    private static BillingCycle cycle(JsonNode input) {
        String interval = input.get("interval").asText().replace("calendar ", "");
        return new BillingCycle(
                ZoneId.of(input.get("tz").asText()),
                BillingCycle.Interval.valueOf(interval.toUpperCase(Locale.ROOT)),
                input.has("anchor") ? LocalDate.parse(input.get("anchor").asText()) : null);
    }

    private static Instant instant(String text, BillingCycle cycle) {
        return text.contains("T")
                ? Instant.parse(text)
                : LocalDate.parse(text).atStartOfDay(cycle.zone()).toInstant();
    }
}
