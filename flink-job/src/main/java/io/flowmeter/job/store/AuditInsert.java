package io.flowmeter.job.store;

import static io.flowmeter.job.store.Column.text;

import io.flowmeter.core.event.CorrectionAudit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;

/**
 * Rows into {@code audit_log}. A row of the same origin is the same row: a replay from an older
 * savepoint brings it in a new epoch.
 */
final class AuditInsert {

    private static final String SQL =
            """
            INSERT INTO audit_log (origin, namespace, tenant, actor, action, object, before, after)
            SELECT origin, namespace, tenant, actor, action, object,
                   CASE WHEN before <> '' THEN jsonb_build_object('usage', before) END,
                   CASE WHEN after <> '' THEN jsonb_build_object('usage', after) END
              FROM unnest(?, ?, ?, ?, ?, ?, ?, ?) AS fresh (
                   origin, namespace, tenant, actor, action, object, before, after)
                ON CONFLICT DO NOTHING
            """;

    private static final RowStatement<CorrectionAudit> STATEMENT =
            new RowStatement<>(
                    "audit_log",
                    SQL,
                    List.of(
                            text(row -> row.position().toString()),
                            text(CorrectionAudit::namespace),
                            text(CorrectionAudit::tenant),
                            text(CorrectionAudit::actor),
                            text(CorrectionAudit::action),
                            text(AuditInsert::object),
                            text(CorrectionAudit::before),
                            text(CorrectionAudit::after)),
                    Comparator.comparing(CorrectionAudit::position, LogOrder.BY_POSITION),
                    row -> "origin=" + row.position());

    private AuditInsert() {}

    static void execute(Connection connection, List<CorrectionAudit> rows) throws SQLException {
        STATEMENT.execute(connection, rows);
    }

    private static String object(CorrectionAudit row) {
        return "event/" + row.targetSource() + "/" + row.targetId();
    }
}
