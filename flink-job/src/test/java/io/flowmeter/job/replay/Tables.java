package io.flowmeter.job.replay;

import io.flowmeter.core.aggregate.RollingUsage;
import io.flowmeter.core.aggregate.UsageAggregate;
import io.flowmeter.core.event.CorrectionAudit;
import io.flowmeter.core.event.EventConflict;
import io.flowmeter.core.event.EventCount;
import io.flowmeter.job.store.MemoryTables;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The sink's tables, wherever they are. */
interface Tables {
    List<UsageAggregate> aggregates() throws SQLException;

    List<RollingUsage> rollings() throws SQLException;

    List<EventCount> counts() throws SQLException;

    List<EventConflict> conflicts() throws SQLException;

    List<CorrectionAudit> audits() throws SQLException;

    /** Numbers that must not go back, by row. */
    Map<String, Long> revisions() throws SQLException;

    static Tables of(MemoryTables memory) {
        return new Tables() {
            @Override
            public List<UsageAggregate> aggregates() {
                return memory.aggregates();
            }

            @Override
            public List<RollingUsage> rollings() {
                return memory.rollings();
            }

            @Override
            public List<EventCount> counts() {
                return memory.counts();
            }

            @Override
            public List<EventConflict> conflicts() {
                return memory.conflicts();
            }

            @Override
            public List<CorrectionAudit> audits() {
                return memory.audits();
            }

            @Override
            public Map<String, Long> revisions() {
                return memory.revisions();
            }
        };
    }
}
