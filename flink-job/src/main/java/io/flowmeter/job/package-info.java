/** The write path: {@link io.flowmeter.job.UsageMeteringJob} shows the whole pipeline. */
@NullMarked
package io.flowmeter.job;

import org.jspecify.annotations.NullMarked;
