package io.flowmeter.job.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class PostgresSettingsTest {

    @Test
    void textShowsNoPassword() {
        var settings =
                new PostgresSettings(
                        "jdbc:postgresql://db/flowmeter?password=s3cret", "job", "s3cret");

        assertThat(settings).hasToString("job@jdbc:postgresql://db/flowmeter");
    }

    @Test
    void otherDatabasesAreRefused() {
        assertThatThrownBy(() -> new PostgresSettings("jdbc:mysql://db?password=x", "job", ""))
                .hasMessage("jdbcUrl must start with jdbc:postgresql:, was jdbc:mysql://db");
    }

    @Test
    void sinksTravelToTheCluster() throws Exception {
        var settings = new PostgresSettings("jdbc:postgresql://db/flowmeter", "job", "");

        InstantiationUtil.clone(new PostgresEpochSink(settings, "store", 0));
        InstantiationUtil.clone(DeadLetterSink.create(settings));
    }
}
