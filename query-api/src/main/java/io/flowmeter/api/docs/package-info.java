/** The contract of the API, for machines and for people. */
@NullMarked
package io.flowmeter.api.docs;

import org.jspecify.annotations.NullMarked;
