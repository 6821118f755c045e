package dev.rlaif.trainer.jinja;

/**
 * A piece of a template.
 *
 * @param text of a string its content, else as it stands
 * @param offset of its first character
 */
record Token(Kind kind, String text, int offset) {

  enum Kind {
    TEXT,
    BEGIN_OUTPUT,
    BEGIN_BLOCK,
    END_TAG,
    NAME,
    STRING,
    INTEGER,
    FLOAT,
    OPERATOR,
    END
  }

  boolean is(Kind wanted, String wantedText) {
    return kind == wanted && text.equals(wantedText);
  }

  /** As an error names it. */
  String shown() {
    return switch (kind) {
      case END -> "the end of the template";
      case END_TAG -> "the end of the tag";
      case TEXT, BEGIN_OUTPUT, BEGIN_BLOCK, NAME, STRING, INTEGER, FLOAT, OPERATOR ->
          "'" + text + "'";
    };
  }
}
