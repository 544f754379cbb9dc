/** Tests of the oracle against numbers worked out by hand. */
@NullMarked
package io.flowmeter.bench.oracle;

import org.jspecify.annotations.NullMarked;
