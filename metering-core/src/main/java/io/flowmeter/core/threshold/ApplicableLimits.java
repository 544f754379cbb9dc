package io.flowmeter.core.threshold;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Which limits of a tenant are on a usage. */
public final class ApplicableLimits {

    private ApplicableLimits() {}

    /**
     * The limits on the total of a meter, and those on a dimension whose value is given: the
     * value's own, or else the one that each value has for itself.
     *
     * @param dimensions name to value, as far as they are known
     */
    public static List<Limit> on(
            Collection<Limit> limits, String meter, Map<String, String> dimensions) {
        return limits.stream()
                .filter(limit -> limit.meter().equals(meter))
                .filter(limit -> concerns(limit, limits, dimensions))
                .toList();
    }

    private static boolean concerns(
            Limit limit, Collection<Limit> limits, Map<String, String> dimensions) {
        String dimension = limit.dimension();
        if (dimension == null) {
            return true;
        }
        String value = dimensions.get(dimension);
        if (value == null || limit.dimensionValue() != null) {
            return value != null && value.equals(limit.dimensionValue());
        }
        return limits.stream()
                .noneMatch(
                        other ->
                                other.meter().equals(limit.meter())
                                        && other.window() == limit.window()
                                        && dimension.equals(other.dimension())
                                        && value.equals(other.dimensionValue()));
    }
}
