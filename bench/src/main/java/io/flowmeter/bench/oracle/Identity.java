package io.flowmeter.bench.oracle;

/** What makes two usage events the same event. */
record Identity(String namespace, String tenant, String source, String id) {}
