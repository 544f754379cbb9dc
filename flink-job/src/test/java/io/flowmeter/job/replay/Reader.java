package io.flowmeter.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Looks at the tables after each commit, and fails where a number has gone back. */
final class Reader {
    private final Tables tables;
    private Map<String, Long> last = new HashMap<>();

    Reader(Tables tables) {
        this.tables = tables;
    }

    void look() throws SQLException {
        Map<String, Long> seen = tables.revisions();
        last.forEach(
                (row, before) ->
                        assertThat(seen.getOrDefault(row, Long.MIN_VALUE))
                                .as("a reader of %s, who saw %d before, sees", row, before)
                                .isGreaterThanOrEqualTo(before));
        last = seen;
    }
}
