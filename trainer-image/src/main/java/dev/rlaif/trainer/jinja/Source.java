package dev.rlaif.trainer.jinja;

/**
 * The text of a template, which failures quote.
 *
 * @param text with newlines of one kind, without the last one
 */
record Source(String text) {
  private static final int MOST_QUOTED = 200;

  /** As Jinja reads a template. */
  static Source of(String raw) {
    String text = raw.replace("\r\n", "\n").replace('\r', '\n');
    return new Source(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
  }

  TemplateFailure failure(int offset, String message) {
    int at = Math.min(offset, text.length());
    int start = text.lastIndexOf('\n', at - 1) + 1;
    int end = text.indexOf('\n', at);
    int line = (int) text.substring(0, start).chars().filter(c -> c == '\n').count() + 1;
    String whole = text.substring(start, end < 0 ? text.length() : end);
    String quoted = whole;
    if (whole.length() > MOST_QUOTED) {
      int from = Math.max(0, Math.min(at - start - MOST_QUOTED / 2, whole.length() - MOST_QUOTED));
      quoted = whole.substring(from, from + MOST_QUOTED) + "…";
    }
    return new TemplateFailure(message, line, quoted.strip());
  }

  /** The same expression, whose failures name the place. */
  Expression at(int offset, Expression expression) {
    return scope -> {
      try {
        return expression.evaluate(scope);
      } catch (ValueFailure e) {
        throw failure(offset, e.what());
      }
    };
  }
}
