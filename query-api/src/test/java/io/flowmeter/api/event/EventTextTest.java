package io.flowmeter.api.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowmeter.core.event.RejectedEventException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventTextTest {

    @Test
    void missingAttributesArePutIntoTheText() {
        var missing = new LinkedHashMap<String, String>();
        missing.put("namespace", "d\"x");
        missing.put("time", "now");

        assertThat(EventText.read("{\"id\":\"1\"}").with(missing))
                .isEqualTo("{\"time\":\"now\",\"namespace\":\"d\\\"x\",\"id\":\"1\"}");
        assertThat(
                        EventText.read("{\"time\" : null ,\"id\":\"1\",\"namespace\":null}")
                                .with(missing))
                .isEqualTo("{\"time\" : \"now\" ,\"id\":\"1\",\"namespace\":\"d\\\"x\"}");
        assertThat(EventText.read("{\"id\":\"1\"}").with(Map.of())).isEqualTo("{\"id\":\"1\"}");
    }

    @Test
    void whatIsWrongIsKeptUntilAsked() {
        for (String json :
                List.of(
                        "{\"id\":\"1\",\"data\":[1]}",
                        "{\"id\":\"1\",\"data\":7}",
                        "{\"id\":\"1\",\"data_base64\":\"AA==\"}",
                        "{\"id\":\"1\",\"subject\":7}",
                        "{\"id\":\"1\",\"subject\":\"\\ud800\"}",
                        "{\"id\":\"1\",\"x\":{\"a\":1,\"a\":2}}",
                        "{\"id\":\"1\"} x",
                        "{\"id\":\"1\",\"x\":" + "[".repeat(5000) + "]".repeat(5000) + "}")) {
            EventText text = EventText.read(json);

            assertThat(text.attribute("id")).as(json).isEqualTo("1");
            assertThatThrownBy(text::throwIfWrong).isInstanceOf(RejectedEventException.class);
        }
    }
}
