/**
 * The custom resource definitions of both kinds, made from the records, their bounds, their rules
 * and their documentation; and what must not change in them between releases.
 */
@NullMarked
package dev.rlaif.crd;

import org.jspecify.annotations.NullMarked;
