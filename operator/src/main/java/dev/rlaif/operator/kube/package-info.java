/** What is the same for runs and judges: the two kinds, names, labels, settings, JSON. */
@NullMarked
package dev.rlaif.operator.kube;

import org.jspecify.annotations.NullMarked;
