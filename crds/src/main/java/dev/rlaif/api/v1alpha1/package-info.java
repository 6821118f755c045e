/** The two kinds of the API as records; the one home of their defaults. */
@NullMarked
package dev.rlaif.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
