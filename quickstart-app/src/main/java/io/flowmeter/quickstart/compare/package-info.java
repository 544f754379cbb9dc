/** What the API answers beside what the sample adds up to: the comparison and its table. */
@NullMarked
package io.flowmeter.quickstart.compare;

import org.jspecify.annotations.NullMarked;
