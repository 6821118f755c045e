package dev.rlaif.plan;

import java.util.Collection;
import java.util.stream.Collectors;

/** What is said about a name that leads to nothing. */
final class Names {
  private Names() {}

  /** The end of a sentence: the name that may have been meant, or those that exist. */
  static String known(String wanted, Collection<String> known) {
    if (known.isEmpty()) {
      return " among the documents: none was given";
    }
    return NearestName.of(wanted, known)
        .map(near -> ": did you mean " + near + "?")
        .orElseGet(
            () -> ": there are " + known.stream().sorted().collect(Collectors.joining(", ")));
  }
}
