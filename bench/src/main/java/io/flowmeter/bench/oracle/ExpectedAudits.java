package io.flowmeter.bench.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code audit_log}: voids and replacements that took effect; what the API did is left out. */
final class ExpectedAudits implements ExpectedTable {
    private final Map<RowKey, Correction> rows = new HashMap<>();
    private final List<Set<RowKey>> alternatives = new ArrayList<>();

    private record Correction(Identity target, Entry entry, Outcome.Audit audit) {}

    ExpectedAudits(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            outcome.audits.forEach(
                    (entry, audit) ->
                            rows.put(key(entry), new Correction(outcome.identity, entry, audit)));
            for (Set<Entry> audited : outcome.audited) {
                alternatives.add(
                        audited.stream().map(ExpectedAudits::key).collect(Collectors.toSet()));
            }
        }
    }

    @Override
    public String table() {
        return "audit_log";
    }

    @Override
    public String query() {
        return """
                SELECT origin, namespace, tenant, actor, action, object, before, after
                  FROM audit_log
                 WHERE origin IS NOT NULL
                """;
    }

    @Override
    public List<String> keyColumns() {
        return List.of("origin");
    }

    @Override
    public Set<RowKey> keys() {
        return rows.keySet();
    }

    @Override
    public List<Set<RowKey>> alternatives() {
        return alternatives;
    }

    /** Of a row that must be there {@link #alternatives()} knows. */
    @Override
    public Optional<ExpectedRow> find(RowKey key) {
        return Optional.ofNullable(rows.get(key))
                .map(correction -> new ExpectedRow(false, columns(correction)));
    }

    private static Map<String, ColumnRule> columns(Correction correction) {
        Identity target = correction.target();
        Identity asker = Objects.requireNonNull(correction.entry().asker());
        Outcome.Audit audit = correction.audit();
        boolean isVoid = correction.entry().usage() == null;
        return Map.of(
                "namespace", ColumnRule.equalTo(target.namespace()),
                "tenant", ColumnRule.equalTo(target.tenant()),
                "actor", ColumnRule.equalTo(asker.source()),
                "action", ColumnRule.equalTo(isVoid ? "void" : "replace"),
                "object", ColumnRule.equalTo("event/" + target.source() + "/" + target.id()),
                "before", audit.isKnown() ? usage(audit.before()) : ColumnRule.anything(),
                "after", audit.isKnown() ? usage(audit.after()) : ColumnRule.anything());
    }

    private static ColumnRule usage(@Nullable Usage usage) {
        return ColumnRule.equalTo(
                usage == null ? null : Snapshot.object(Map.of("usage", usage.describe())));
    }

    private static RowKey key(Entry entry) {
        return RowKey.of(entry.record().position());
    }
}
