package io.flowmeter.embedded;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PostgresProcessTest {

    @Test
    void rootWithoutUserNamespacesIsToldWhatToDo() {
        assertThatThrownBy(() -> PostgresProcess.requireStartable(true, false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("start Flowmeter as another user")
                .hasMessageContaining("external Postgres");
    }

    @Test
    void rootWithUserNamespacesAndOrdinaryUsersMayStart() {
        assertThatCode(() -> PostgresProcess.requireStartable(true, true))
                .doesNotThrowAnyException();
        assertThatCode(() -> PostgresProcess.requireStartable(false, false))
                .doesNotThrowAnyException();
    }
}
