package dev.rlaif.plan;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What must hold between the fields of a record, beyond their own bounds.
 *
 * @param at field that is blamed, as a path below the record; empty: the record itself
 * @param reads fields that are read; the rule says nothing while one of these has a problem
 * @param message what is wrong, and what would do
 */
record Rule<T>(
    Class<T> type, String at, List<String> reads, Predicate<T> holds, Function<T, String> message) {

  static <T> Rule<T> of(
      Class<T> type, String at, List<String> reads, Predicate<T> holds, String message) {
    return new Rule<>(type, at, reads, holds, record -> message);
  }
}
