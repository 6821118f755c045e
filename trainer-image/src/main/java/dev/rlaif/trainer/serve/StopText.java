package dev.rlaif.trainer.serve;

import java.util.List;

/** Ends a text before the first of some stop strings, which may arrive in several pieces. */
final class StopText {
  private final List<String> stops;
  private String held = "";
  private boolean found;

  StopText(List<String> stops) {
    this.stops = stops;
  }

  /** What can be given out: nothing that may yet turn out to be the beginning of a stop string. */
  String append(String piece) {
    if (found) {
      return "";
    }
    String text = held + piece;
    int cut = stops.stream().mapToInt(text::indexOf).filter(at -> at >= 0).min().orElse(-1);
    if (cut >= 0) {
      found = true;
      held = "";
      return text.substring(0, cut);
    }
    int safe = text.length() - beginningOfStop(text);
    held = text.substring(safe);
    return text.substring(0, safe);
  }

  /** What was held back, if no stop string came. */
  String end() {
    String rest = held;
    held = "";
    return rest;
  }

  boolean found() {
    return found;
  }

  /** Length of the longest end of the text that a stop string begins with. */
  private int beginningOfStop(String text) {
    int longest = 0;
    for (String stop : stops) {
      for (int length = Math.min(stop.length() - 1, text.length()); length > longest; length--) {
        if (text.endsWith(stop.substring(0, length))) {
          longest = length;
        }
      }
    }
    return longest;
  }
}
