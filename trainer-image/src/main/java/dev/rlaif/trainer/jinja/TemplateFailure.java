package dev.rlaif.trainer.jinja;

/** A template that cannot be read or rendered, with the place in it. */
public final class TemplateFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int line;
  private final String place;

  TemplateFailure(String message, int line, String place) {
    super(message);
    this.line = line;
    this.place = place;
  }

  /** Line of the template, from 1. */
  public int line() {
    return line;
  }

  /** The text of that line, shortened. */
  public String place() {
    return place;
  }
}
