package io.flowmeter.bench.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The oracle agrees with topics that say what the tables say, at least once, and with no others.
 */
class TopicMutationITCase {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOPIC = "topic threshold-crossings";

    private static OracleTrial trial;

    @BeforeAll
    static void begin() throws SQLException {
        trial = OracleTrial.begin();
    }

    @AfterEach
    void undo() throws SQLException {
        trial.undo();
    }

    @AfterAll
    static void end() throws SQLException {
        trial.close();
    }

    @Test
    void missingLetterIsADifference() throws SQLException {
        Comparison comparison = compare(List.of(), HandMadeTopics.crossings());

        assertThat(comparison.differenceCount()).isOne();
        assertThat(comparison.toString()).endsWith("✗ 1 difference in 35 rows");
    }

    @Test
    void letterThatIsThereTwiceIsNone() throws SQLException {
        LogRecord letter = HandMadeTopics.letters().get(0);

        Comparison comparison = compare(List.of(letter, letter), HandMadeTopics.crossings());

        assertThat(comparison.isEqual()).isTrue();
        assertThat(comparison.repeated()).containsOnlyKeys("topic usage-events-dead-letter");
    }

    @Test
    void crossingsThatAreThereTwiceAreCountedAndEqual() throws SQLException {
        List<LogRecord> twice = new ArrayList<>(HandMadeTopics.crossings());
        twice.addAll(HandMadeTopics.crossings().subList(1, 4));

        Comparison comparison = compare(twice);

        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.repeated()).containsEntry(TOPIC, 3L);
        assertThat(comparison.toString()).contains("7, 3 of them again");
    }

    @Test
    void repetitionThatSaysAnotherThingIsADifference() throws SQLException {
        List<LogRecord> twice = new ArrayList<>(HandMadeTopics.crossings());
        twice.add(with(twice.get(0), "quantity", JSON.getNodeFactory().textNode("6")));

        assertThat(columns(compare(twice))).containsExactly("quantity");
    }

    @Test
    void crossingThatIsMissingInTheTopicIsADifference() throws SQLException {
        Comparison comparison = compare(HandMadeTopics.crossings().subList(1, 4));

        assertThat(columns(comparison)).containsExactly("row");
    }

    @Test
    void crossingThatIsOnlyInTheTopicIsADifference() throws SQLException {
        List<LogRecord> more = new ArrayList<>(HandMadeTopics.crossings());
        more.add(with(more.get(0), "ordinal", JSON.getNodeFactory().numberNode(9)));

        assertThat(columns(compare(more))).containsExactly("row");
    }

    @Test
    void crossingWhoseRowIsMissingIsADifferenceInTheTopicToo() throws SQLException {
        trial.execute("DELETE FROM threshold_crossing WHERE limit_key = 'each'");

        assertThat(compare(HandMadeTopics.crossings()).differences())
                .extracting(Difference::table)
                .containsExactlyInAnyOrder("threshold_crossing", TOPIC);
    }

    @Test
    void rowThatDiffersFromItsRecordIsADifferenceInTheTopicToo() throws SQLException {
        trial.execute("UPDATE threshold_crossing SET quantity = 8 WHERE ordinal = 2");

        assertThat(compare(HandMadeTopics.crossings()).differences())
                .extracting(Difference::table)
                .containsExactlyInAnyOrder("threshold_crossing", TOPIC);
    }

    @ParameterizedTest
    @MethodSource("members")
    void anotherValueOfAMemberIsADifference(String member) throws SQLException {
        LogRecord first = HandMadeTopics.crossings().get(0);

        assertThat(differs(with(first, member, wrong(member)))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("members")
    void memberThatIsNotThereIsADifference(String member) throws Exception {
        ObjectNode json = json(HandMadeTopics.crossings().get(0));
        json.remove(member);

        assertThat(differs(HandMadeTopics.crossing(0, json.toString()))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"limitQuantity", "thresholdQuantity", "quantity"})
    void decimalThatIsNoTextIsADifference(String member) throws Exception {
        ObjectNode json = json(HandMadeTopics.crossings().get(0));
        json.put(member, json.get(member).asInt());

        assertThat(differs(HandMadeTopics.crossing(0, json.toString()))).isTrue();
    }

    @Test
    void anotherKeyOfTheRecordIsADifference() throws Exception {
        String json = json(HandMadeTopics.crossings().get(0)).toString();

        assertThat(differs(HandMadeTopics.crossing(0, "default/other", json))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "7", "{'more':1}"})
    void anythingElseIsADifference(String value) throws SQLException {
        List<LogRecord> more = new ArrayList<>(HandMadeTopics.crossings());
        more.add(HandMadeTopics.crossing(4, value));

        assertThat(columns(compare(more))).containsExactly("row");
    }

    static List<String> members() throws IOException {
        List<String> names = new ArrayList<>();
        json(HandMadeTopics.crossings().get(0)).fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode wrong(String member) {
        var nodes = JSON.getNodeFactory();
        return switch (member) {
            case "ordinal" -> nodes.numberNode(2);
            case "dimensions" -> nodes.objectNode().put("m", "y");
            case "windowStart", "windowEnd", "occurredAt" -> nodes.textNode("2026-03-02T00:00:00Z");
            case "limitQuantity", "thresholdQuantity", "quantity" -> nodes.textNode("5.001");
            default -> nodes.textNode("other");
        };
    }

    private static LogRecord with(LogRecord record, String member, JsonNode value) {
        try {
            ObjectNode json = json(record);
            json.set(member, value);
            return HandMadeTopics.crossing((int) record.offset(), json.toString());
        } catch (IOException e) {
            throw new IllegalStateException("made by hand: " + record, e);
        }
    }

    private static ObjectNode json(LogRecord record) throws IOException {
        return (ObjectNode) JSON.readTree(Objects.requireNonNull(record.value()));
    }

    /** Whether the first record may not be this one. */
    private static boolean differs(LogRecord first) throws SQLException {
        List<LogRecord> records = new ArrayList<>(HandMadeTopics.crossings());
        records.set(0, first);
        Comparison comparison = compare(records);
        assertThat(comparison.differences()).allMatch(one -> one.table().equals(TOPIC));
        return !comparison.isEqual();
    }

    private static List<String> columns(Comparison comparison) {
        assertThat(comparison.differences()).allMatch(one -> one.table().equals(TOPIC));
        return comparison.differences().stream().map(Difference::column).toList();
    }

    private static Comparison compare(List<LogRecord> crossings) throws SQLException {
        return compare(HandMadeTopics.letters(), crossings);
    }

    private static Comparison compare(List<LogRecord> letters, List<LogRecord> crossings)
            throws SQLException {
        return trial.compare(new ReadTopics(HandMadeTables.log(), letters, crossings));
    }
}
