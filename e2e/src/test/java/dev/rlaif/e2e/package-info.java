/** The user's commands, run as a user runs them. */
@NullMarked
package dev.rlaif.e2e;

import org.jspecify.annotations.NullMarked;
