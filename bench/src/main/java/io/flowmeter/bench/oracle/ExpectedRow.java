package io.flowmeter.bench.oracle;

import java.util.Map;

/**
 * One row as it must be.
 *
 * @param isRequired whether it must be there; otherwise it may be, and then it must be like this
 * @param columns a rule for every column that is no part of the key
 */
record ExpectedRow(boolean isRequired, Map<String, ColumnRule> columns) {}
