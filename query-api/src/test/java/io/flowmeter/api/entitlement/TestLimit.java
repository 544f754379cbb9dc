package io.flowmeter.api.entitlement;

import java.time.Duration;

/** One limit, hard and without grace unless it is told otherwise. */
final class TestLimit {

    private final String meter;
    private String key;
    private String window = "PERIOD";
    private String quantity;
    private String enforcement = "HARD";
    private String burst = "0";
    private long graceSeconds;
    private String whenStale = "DENY";
    private String dimension = "null";
    private String dimensionValue = "null";

    private TestLimit(String meter, String quantity) {
        this.meter = meter;
        this.key = meter;
        this.quantity = quantity == null ? "null" : "\"" + quantity + "\"";
    }

    static TestLimit limit(String meter, String quantity) {
        return new TestLimit(meter, quantity);
    }

    TestLimit key(String other) {
        key = other;
        return this;
    }

    TestLimit over(String other) {
        window = other;
        return this;
    }

    TestLimit soft() {
        enforcement = "SOFT";
        return this;
    }

    TestLimit burst(String more) {
        burst = more;
        return this;
    }

    TestLimit grace(Duration grace) {
        graceSeconds = grace.toSeconds();
        return this;
    }

    TestLimit allowedWhenStale() {
        whenStale = "ALLOW";
        return this;
    }

    TestLimit model(String value) {
        dimension = "\"model\"";
        dimensionValue = value == null ? "null" : "\"" + value + "\"";
        return this;
    }

    String json() {
        return """
               {"key":"%s","meter":"%s","window":"%s","dimension":%s,"dimensionValue":%s,"quantity":%s,
                "enforcement":"%s","burst":"%s","graceSeconds":%d,"whenStale":"%s",
                "thresholds":["75%%","80%%","90%%","95%%","100%%"]}"""
                .formatted(
                        key,
                        meter,
                        window,
                        dimension,
                        dimensionValue,
                        quantity,
                        enforcement,
                        burst,
                        graceSeconds,
                        whenStale);
    }
}
