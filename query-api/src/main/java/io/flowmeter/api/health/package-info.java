/** Whether the process is alive, and whether its answers are worth having. */
@NullMarked
package io.flowmeter.api.health;

import org.jspecify.annotations.NullMarked;
