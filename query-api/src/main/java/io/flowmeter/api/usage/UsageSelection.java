package io.flowmeter.api.usage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Which rows of usage_aggregate a question is about, and how they are grouped, as SQL. Only indexes
 * go into the text; every name and value is bound. A dimension set from before a dimension was
 * added has the empty value for it, as an event without the property has.
 */
record UsageSelection(String namespace, String meter, UsageQuery query) {

    /** The condition on rows of any granularity. */
    String condition() {
        var condition =
                new StringBuilder(
                        """
                        namespace = :namespace AND meter = :meter
                        AND generation = active_generation() AND event_count > 0
                        """);
        condition.append(
                query.readsDimensions()
                        ? " AND dimensions IS NOT NULL"
                        : " AND dimensions IS NULL");
        if (!query.subjects().isEmpty()) {
            condition.append(" AND tenant = ANY (:subjects)");
        }
        for (int i = 0; i < query.filter().size(); i++) {
            condition.append(
                    " AND coalesce(dimensions ->> :filter%1$d, '') = ANY (:values%1$d)"
                            .formatted(i));
        }
        return condition.toString();
    }

    /** The grouping columns: {@code subject, group0, …}. */
    String columns() {
        String subject = query.bySubject() ? "tenant AS subject" : "NULL AS subject";
        return subject
                + IntStream.range(0, query.groupBy().size())
                        .mapToObj(
                                ", coalesce(dimensions ->> :group%1$d, '') AS group%1$d"::formatted)
                        .collect(Collectors.joining());
    }

    /** The names of the grouping columns. */
    String groups() {
        return "subject"
                + IntStream.range(0, query.groupBy().size())
                        .mapToObj(", group%d"::formatted)
                        .collect(Collectors.joining());
    }

    /** The values of the grouping columns by dimension. */
    Map<String, String> groupBy(ResultSet row) throws SQLException {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < query.groupBy().size(); i++) {
            values.put(query.groupBy().get(i), row.getString("group" + i));
        }
        return values;
    }

    /** Binds everything {@link #condition()}, and {@link #columns()} if {@code grouped}, name. */
    <S extends SqlStatement<S>> S bind(S statement, boolean grouped) {
        statement.bind("namespace", namespace).bind("meter", meter);
        if (!query.subjects().isEmpty()) {
            statement.bindArray("subjects", String.class, query.subjects());
        }
        List<Map.Entry<String, List<String>>> filter = new ArrayList<>(query.filter().entrySet());
        for (int i = 0; i < filter.size(); i++) {
            statement.bind("filter" + i, filter.get(i).getKey());
            statement.bindArray("values" + i, String.class, filter.get(i).getValue());
        }
        for (int i = 0; grouped && i < query.groupBy().size(); i++) {
            statement.bind("group" + i, query.groupBy().get(i));
        }
        return statement;
    }
}
