package dev.rlaif.trainer.cli;

import java.util.Map;

/** Colours of a terminal; plain text where nobody sees any, or where NO_COLOR says so. */
enum Style {
  COLOUR,
  PLAIN;

  private static final String END = "\u001B[0m";

  /** As <a href="https://no-color.org">no-color.org</a> asks for. */
  static Style of(Terminal.Kind kind, Map<String, String> environment) {
    boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty();
    boolean able = !environment.getOrDefault("TERM", "").equals("dumb");
    return kind == Terminal.Kind.INTERACTIVE && wanted && able ? COLOUR : PLAIN;
  }

  String strong(String text) {
    return with("\u001B[1m", text);
  }

  /** Bold, too: colour alone tells nothing to many. */
  String good(String text) {
    return with("\u001B[1;32m", text);
  }

  String bad(String text) {
    return with("\u001B[1;31m", text);
  }

  private String with(String begin, String text) {
    return this == COLOUR ? begin + text + END : text;
  }
}
