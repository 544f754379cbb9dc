package io.flowmeter.api.usage;

import io.flowmeter.api.http.JsonBody;
import io.flowmeter.api.http.Parameters;
import io.flowmeter.api.http.Parsing;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.core.event.TimePolicy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a {@link UsageQuery} from query parameters, or from a body with the same names. */
public final class UsageParameters {

    private static final Set<String> KNOWN =
            Set.of("from", "to", "period", "windowSize", "windowTimeZone", "subject", "groupBy");
    private static final String FILTER = "filter";
    private static final String SUBJECT = "subject";
    private static final int MAX_TEXT = 256;
    private static final int MAX_SUBJECTS = 1_000;
    private static final int MAX_PERIODS_BACK = 1_200;

    private final Clock clock;

    public UsageParameters(Clock clock) {
        this.clock = clock;
    }

    /**
     * @throws ProblemException INVALID_REQUEST
     */
    public UsageQuery read(Parameters parameters) {
        parameters.allow(name -> KNOWN.contains(name) || dimension(name) != null);
        Integer periodsBack = parameters.parsed("period", UsageParameters::period).orElse(null);
        Instant from = parameters.parsed("from", Parsing::instant).orElse(null);
        Instant to = parameters.parsed("to", Parsing::instant).orElse(null);
        List<String> subjects = parameters.all(SUBJECT);
        if (periodsBack == null) {
            from = required(from);
            to = to == null ? endOfNow() : to;
            checkBounds(from, to);
        } else {
            checkPeriod(from, to, subjects);
        }
        if (subjects.size() > MAX_SUBJECTS) {
            throw ProblemException.parameter(
                    SUBJECT, "must be given at most " + MAX_SUBJECTS + " times");
        }
        List<String> groupBy =
                parameters.all("groupBy").stream().filter(name -> !name.equals(SUBJECT)).toList();
        return new UsageQuery(
                from,
                to,
                periodsBack,
                parameters.parsed("windowSize", WindowSize::parse).orElse(null),
                parameters.parsed("windowTimeZone", Parsing::zone).orElse(ZoneId.of("UTC")),
                subjects.stream().distinct().toList(),
                parameters.all("groupBy").contains(SUBJECT),
                groupBy.stream().distinct().toList(),
                filter(parameters));
    }

    /** The parameters in a body: {@code "filter": {"model": ["m-3"]}}, the rest by their names. */
    public static Parameters ofBody(JsonBody body) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String name : KNOWN) {
            List<String> texts = body.texts(name, MAX_TEXT);
            if (!texts.isEmpty()) {
                values.put(name, texts);
            }
        }
        JsonBody filter = body.child(FILTER);
        for (String dimension : filter == null ? List.<String>of() : filter.fields()) {
            values.put(FILTER + "[" + dimension + "]", filter.texts(dimension, MAX_TEXT));
        }
        body.noOtherFields();
        body.throwIfWrong();
        return Parameters.of(values);
    }

    private static void checkBounds(Instant from, Instant to) {
        requireOnMinute("from", from);
        requireOnMinute("to", to);
        if (!from.isBefore(to)) {
            throw ProblemException.parameter("to", "must be after from, " + from + ", was " + to);
        }
    }

    private static void checkPeriod(
            @Nullable Instant from, @Nullable Instant to, List<String> subjects) {
        if (from != null || to != null) {
            throw ProblemException.parameter("period", "cannot be combined with from or to");
        }
        if (subjects.size() != 1) {
            throw ProblemException.parameter(
                    "period",
                    "needs exactly one subject, whose billing periods it means; there were "
                            + subjects.size());
        }
    }

    private static void requireOnMinute(String name, Instant bound) {
        if (!bound.equals(bound.truncatedTo(ChronoUnit.MINUTES))) {
            throw ProblemException.parameter(
                    name, "must be on a full minute, the finest step that is kept, was " + bound);
        }
    }

    private static Instant required(@Nullable Instant from) {
        if (from == null) {
            throw ProblemException.parameter("from", "is missing; give from, or period");
        }
        return from;
    }

    /** After every event that can be accepted by now, on a quarter-hour. */
    private Instant endOfNow() {
        return SliceRanges.ceiling(clock.instant().plus(TimePolicy.MAX_AHEAD));
    }

    private static Map<String, List<String>> filter(Parameters parameters) {
        Map<String, List<String>> filter = new TreeMap<>();
        for (String name : parameters.names()) {
            String dimension = dimension(name);
            if (dimension != null) {
                filter.put(dimension, parameters.all(name));
            }
        }
        return filter;
    }

    /** The dimension of {@code filter[dimension]}, else null. */
    private static @Nullable String dimension(String parameter) {
        boolean isFilter = parameter.startsWith(FILTER + "[") && parameter.endsWith("]");
        return isFilter ? parameter.substring(FILTER.length() + 1, parameter.length() - 1) : null;
    }

    private static int period(String text) {
        if (text.equals("current")) {
            return 0;
        }
        if (text.equals("previous")) {
            return 1;
        }
        if (text.matches("-\\d{1,4}") && Integer.parseInt(text.substring(1)) <= MAX_PERIODS_BACK) {
            return Integer.parseInt(text.substring(1));
        }
        throw new IllegalArgumentException(
                "must be current, previous or -n for n periods ago, was \"" + text + "\"");
    }
}
