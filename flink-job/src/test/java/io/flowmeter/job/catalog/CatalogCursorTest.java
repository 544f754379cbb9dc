package io.flowmeter.job.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CatalogCursorTest {
    private static final byte[] SEQ_258 = {0, 0, 0, 0, 0, 0, 1, 2};

    private final CatalogCursor.Serializer cursors = new CatalogCursor.Serializer();
    private final CatalogEnumerator.StateSerializer states =
            new CatalogEnumerator.StateSerializer();

    @Test
    void savepointsOfVersionOneAreReadAndWritten() throws IOException {
        CatalogCursor cursor = new CatalogCursor(258);

        assertThat(cursors.serialize(cursor)).isEqualTo(SEQ_258);
        assertThat(cursors.deserialize(1, SEQ_258)).isEqualTo(cursor);
        assertThat(states.serialize(Optional.of(cursor))).isEqualTo(SEQ_258);
        assertThat(states.deserialize(1, SEQ_258)).contains(cursor);
        assertThat(states.deserialize(1, states.serialize(Optional.empty()))).isEmpty();
    }

    @Test
    void savepointOfALaterVersionIsRefused() {
        assertThatThrownBy(() -> cursors.deserialize(2, SEQ_258))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 2")
                .hasMessageContaining("savepoint is of a later Flowmeter");
    }
}
