/**
 * What a field of the API may hold, as annotations on the record components: the one home of
 * required fields, ranges, lengths and patterns. They stand on types, so that elements of lists and
 * maps carry them too.
 */
@NullMarked
package dev.rlaif.api.schema;

import org.jspecify.annotations.NullMarked;
