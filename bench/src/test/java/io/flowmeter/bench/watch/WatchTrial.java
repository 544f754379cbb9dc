package io.flowmeter.bench.watch;

import static io.flowmeter.bench.watch.UsageTables.NOON;
import static io.flowmeter.bench.watch.UsageTables.PREFIX;
import static io.flowmeter.bench.watch.UsageTables.STEADY;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.bench.load.PrefixLog;
import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A watch that has read good tables once: what a test writes then is all that can be wrong. */
final class WatchTrial implements AutoCloseable {
    final PrefixLog log = new PrefixLog(List.of(PREFIX), Duration.ofMinutes(1), Clock.systemUTC());
    final Violations violations = new Violations();
    final Freshness freshness = new Freshness();
    final Availability availability = new Availability();
    final UsageTables tables = new UsageTables();
    final DatabaseWatch watch = watching(tables.url());

    WatchTrial() throws SQLException {
        for (String granularity : UsageTables.granularities()) {
            tables.row(STEADY, "requests", granularity, 7, 5, 5);
        }
        tables.prefix(3);
        tables.counted("ACCEPTED", 8);
        tables.rolling(4, NOON);
        tables.progress(0, 2, NOON.plusSeconds(2));
        tables.progress(1, 2, NOON.plusSeconds(1));
        watch.poll(Depth.ALL);
        assertThat(violations.sentences()).isEmpty();
    }

    /** Another watch, that notes what it sees in the same place. */
    DatabaseWatch watching(String url) {
        return new DatabaseWatch(
                WatchSettings.of(url, URI.create("http://127.0.0.1:1"), Map.of()),
                List.of(PREFIX, STEADY),
                log,
                violations,
                freshness,
                availability);
    }

    /** Exactly one violation, with all these parts. */
    void assertViolation(String... parts) {
        assertThat(violations.sentences()).hasSize(1);
        assertThat(violations.sentences().get(0)).contains(parts);
    }

    @Override
    public void close() throws SQLException {
        watch.close();
        tables.close();
    }
}
