package io.flowmeter.core.aggregate;

import java.math.BigDecimal;

/**
 * A rolling quantity of SUM or COUNT as of a settled time.
 *
 * @param oldestMillis start of the oldest slice inside
 */
public record SettledRolling(long oldestMillis, BigDecimal quantity) {}
