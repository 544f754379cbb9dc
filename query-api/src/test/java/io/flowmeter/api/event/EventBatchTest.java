package io.flowmeter.api.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowmeter.api.http.ProblemException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventBatchTest {

    @Test
    void itemsAreTheTextsThatWereSent() {
        var batch = EventBatch.ofJson(" [ {\"a\": 1.0, \"a\":\"é\"},-1.50e3 ,\"x,]\" ,[ ],null ] ");

        assertThat(batch.isSingle()).isFalse();
        assertThat(batch.items())
                .containsExactly("{\"a\": 1.0, \"a\":\"é\"}", "-1.50e3", "\"x,]\"", "[ ]", "null");
    }

    @Test
    void boundariesHoldInLargeTexts() {
        List<String> items =
                IntStream.range(0, 1000)
                        .mapToObj(i -> "{\"id\":\"" + i + "\",\"x\":\"" + "ü".repeat(i) + "\"}")
                        .toList();

        var batch = EventBatch.ofJson(items.stream().collect(Collectors.joining(" , ", "[", "]")));

        assertThat(batch.items()).isEqualTo(items);
    }

    @Test
    void deepNestingIsAnItemLikeAnyOther() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);

        assertThat(EventBatch.ofJson("[{}," + deep + "]").items()).containsExactly("{}", deep);
    }

    @Test
    void textThatIsNoJsonIsRefused() {
        for (String text : List.of("", "{", "{}{}", "[1 2]", "7", "[{},]", "nul")) {
            assertThatThrownBy(() -> EventBatch.ofJson(text))
                    .as(text)
                    .isInstanceOf(ProblemException.class);
        }
    }

    @Test
    void linesAreItemsAndBlankOnesAreNot() {
        assertThat(EventBatch.ofLines("{}\r\n\n  \n{\"a\":1}").items())
                .containsExactly("{}", "{\"a\":1}");
    }
}
