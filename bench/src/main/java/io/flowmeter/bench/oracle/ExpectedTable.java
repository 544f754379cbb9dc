package io.flowmeter.bench.oracle;

/**
 * What one table must hold. The oracle grows by one implementation per table, named in {@link
 * Oracle}.
 */
interface ExpectedTable extends ExpectedRows {

    /** What is compared, as a query; {@code :generation} stands for the generation checked. */
    String query();
}
