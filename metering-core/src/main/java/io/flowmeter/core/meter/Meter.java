package io.flowmeter.core.meter;

import io.flowmeter.core.event.Fingerprint;
import io.flowmeter.core.event.RejectedEventException;
import io.flowmeter.core.event.RejectionReason;
import io.flowmeter.core.event.StorableText;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One immutable version of a rule that turns events of one type into a quantity.
 *
 * @param version 1, 2, …; the greatest in force rules
 * @param valueProperty where the value stands; null exactly for COUNT
 * @param filter conditions that must all hold for an event to count
 * @param groupBy dimension name to property
 * @param maxDimensionSets dimension sets kept per tenant; later ones count under {@link
 *     Dimensions#OTHER}, also after a later version has raised the cap
 * @param effectiveFrom first event time this version rules
 * @param recordedAt when the catalog got it: it rules events appended from then on, so that a
 *     replay of the log finds the same rule
 * @param archived the meter counts nothing from {@code effectiveFrom} on
 */
public record Meter(
        String key,
        int version,
        String eventType,
        Aggregation aggregation,
        @Nullable PropertyPath valueProperty,
        List<Condition> filter,
        Map<String, PropertyPath> groupBy,
        int maxDimensionSets,
        Instant effectiveFrom,
        Instant recordedAt,
        boolean archived) {

    public Meter {
        filter = List.copyOf(filter);
        groupBy = Collections.unmodifiableMap(new TreeMap<>(groupBy));
        if (aggregation.readsValue() != (valueProperty != null)) {
            throw new IllegalArgumentException(
                    "meter "
                            + key
                            + ": aggregation "
                            + aggregation
                            + (aggregation.readsValue()
                                    ? " needs a valueProperty"
                                    : " has no valueProperty"));
        }
    }

    /**
     * What an event's data adds to this meter; empty if the filter leaves the event out.
     *
     * @throws RejectedEventException VALUE_… if a counted event has no usable value
     */
    public Optional<Contribution> read(PropertyValue.Reader data) throws RejectedEventException {
        for (Condition condition : filter) {
            if (!condition.holds(data)) {
                return Optional.empty();
            }
        }
        String text = valueProperty == null ? "" : presentValue(data, valueProperty);
        BigDecimal value = aggregation.isNumeric() ? number(text) : null;
        Fingerprint member = aggregation == Aggregation.UNIQUE_COUNT ? Fingerprint.of(text) : null;
        return Optional.of(
                new Contribution(
                        key,
                        aggregation.name(),
                        dimensions(data),
                        maxDimensionSets,
                        value,
                        member));
    }

    private String presentValue(PropertyValue.Reader data, PropertyPath path)
            throws RejectedEventException {
        PropertyValue value = data.read(path);
        if (value.isMissing()) {
            throw rejected(RejectionReason.VALUE_MISSING, path + " is missing or null");
        }
        boolean isNumeric =
                value.kind() == PropertyValue.Kind.NUMBER
                        || value.kind() == PropertyValue.Kind.TEXT;
        if (value.kind() == PropertyValue.Kind.STRUCTURE
                || (aggregation.isNumeric() && !isNumeric)) {
            throw rejected(
                    aggregation.isNumeric()
                            ? RejectionReason.VALUE_NOT_A_NUMBER
                            : RejectionReason.INVALID_ATTRIBUTE,
                    path + " must be a number or a text, was " + value.kind());
        }
        if (!aggregation.isNumeric()) {
            checkText(path, value.text());
        }
        return value.text();
    }

    private BigDecimal number(String text) throws RejectedEventException {
        try {
            return Quantity.parse(text);
        } catch (RejectedEventException e) {
            throw rejected(e.reason(), valueProperty + ": " + e.detail());
        }
    }

    private String dimensions(PropertyValue.Reader data) throws RejectedEventException {
        if (groupBy.isEmpty()) {
            return Dimensions.TOTAL;
        }
        Map<String, String> values = new TreeMap<>();
        for (Map.Entry<String, PropertyPath> dimension : groupBy.entrySet()) {
            PropertyValue value = data.read(dimension.getValue());
            String text = value.isMissing() ? "" : value.text();
            checkText(dimension.getValue(), text);
            values.put(dimension.getKey(), text);
        }
        return Dimensions.canonical(values);
    }

    private void checkText(PropertyPath path, String text) throws RejectedEventException {
        if (text.length() > Dimensions.MAX_VALUE_LENGTH) {
            throw rejected(
                    RejectionReason.VALUE_TOO_LONG,
                    path
                            + " must have at most "
                            + Dimensions.MAX_VALUE_LENGTH
                            + " characters, had "
                            + text.length());
        }
        Optional<String> flaw = StorableText.flawOf(text);
        if (flaw.isPresent()) {
            throw rejected(RejectionReason.INVALID_ATTRIBUTE, path + " " + flaw.get());
        }
    }

    private RejectedEventException rejected(RejectionReason reason, String detail) {
        return new RejectedEventException(reason, "meter " + key + ": " + detail);
    }
}
