package dev.rlaif.operator.run;

/** Texts of a stage, which has less room than a condition. */
final class StageText {
  private static final int CHARACTERS = 2048;

  private StageText() {}

  static String cut(String text) {
    return text.length() <= CHARACTERS ? text : text.substring(0, CHARACTERS - 1) + "…";
  }

  /** A sentence that another follows: whether it had a full stop is its author's habit. */
  static String withoutEnd(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
