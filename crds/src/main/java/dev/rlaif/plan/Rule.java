package dev.rlaif.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What must hold between the fields of a record, beyond their own bounds; said twice, in Java for
 * the planner and in CEL for the API server, with one message.
 *
 * @param at field that is blamed, as a path below the record; empty: the record itself
 * @param reads fields that are read; the rule says nothing while one of these has a problem
 * @param cel the same condition over what was written, before any default is filled in
 * @param message what is wrong, and what would do; always the same, for a text with values in it
 *     exceeds what the API server lets CEL cost
 */
record Rule<T>(
    Class<T> type, String at, List<String> reads, Predicate<T> holds, String cel, String message) {

  CelRule inCel() {
    // the schema of an object's root knows nothing of metadata, so no path can lead there
    boolean reachable = !at.isEmpty() && !at.startsWith("metadata");
    return new CelRule(cel, message, reachable ? Optional.of("." + at) : Optional.empty());
  }
}
