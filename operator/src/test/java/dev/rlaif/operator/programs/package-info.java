/** Programs that tests run, and where the checkout keeps what they read. */
@NullMarked
package dev.rlaif.operator.programs;

import org.jspecify.annotations.NullMarked;
