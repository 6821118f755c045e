/**
 * What is there: facts about a run's children and about what it refers to. This room reads and
 * never acts, and judges by fields, never by the texts that controllers write for people.
 */
@NullMarked
package dev.rlaif.operator.observe;

import org.jspecify.annotations.NullMarked;
