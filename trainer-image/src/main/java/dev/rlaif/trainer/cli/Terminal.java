package dev.rlaif.trainer.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;

/**
 * What a person sees while a command goes on: stages, one line of progress that moves, results. May
 * be used by any thread.
 */
final class Terminal {
  /** Where nobody tells how many there are. */
  static final int COLUMNS = 100;

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private final PrintWriter out;
  private final Detail detail;
  private final Kind kind;
  private final Style style;
  private final int columns;
  private long lastLine;
  private int shown;
  private String counted = "";
  private long countedTo;
  private Pace pace = new Pace(0, 0);

  /** How much is said. */
  enum Detail {
    EVERYTHING,
    RESULTS
  }

  /** Whether a line can be written over. */
  enum Kind {
    INTERACTIVE,
    PLAIN;

    static Kind of(Map<String, String> environment) {
      return System.console() != null && environment.containsKey("TERM") ? INTERACTIVE : PLAIN;
    }
  }

  Terminal(PrintWriter out, Detail detail, Kind kind) {
    this(out, detail, kind, Style.PLAIN, COLUMNS);
  }

  /**
   * @param columns how wide a line may be
   */
  Terminal(PrintWriter out, Detail detail, Kind kind, Style style, int columns) {
    this.out = out;
    this.detail = detail;
    this.kind = kind;
    this.style = style;
    this.columns = columns;
  }

  Style style() {
    return style;
  }

  int columns() {
    return columns;
  }

  /** Whether a person sits before it. */
  boolean isInteractive() {
    return kind == Kind.INTERACTIVE;
  }

  /** For progress beside a result that a program may read: silent where nobody watches. */
  static Terminal ofProgress(PrintWriter err, Kind kind) {
    return new Terminal(err, kind == Kind.PLAIN ? Detail.RESULTS : Detail.EVERYTHING, kind);
  }

  synchronized void stage(String name, String what) {
    if (detail == Detail.EVERYTHING) {
      endProgress();
      out.printf("%n%s%n", style.strong("== %-9s %s".formatted(name, what)));
      out.flush();
      lastLine = 0;
    }
  }

  synchronized void line(String text) {
    if (detail == Detail.EVERYTHING) {
      result(text);
    }
  }

  /** A line that is said however quiet the command shall be. */
  synchronized void result(String text) {
    endProgress();
    out.println(text);
    out.flush();
  }

  /** Progress of something that is counted; a count that comes late is passed over. */
  synchronized void progress(String what, long done, long of) {
    long now = System.nanoTime();
    if (!what.equals(counted) || countedTo >= of) {
      counted = what;
      countedTo = 0;
      pace = new Pace(done, now);
    }
    if (done > countedTo) {
      countedTo = done;
      progress(what + " " + done + " of " + of + pace.text(done, of, now), done == of);
    }
  }

  /** Replaces the moving line; where there is no terminal, a line now and then. */
  synchronized void progress(String text, boolean last) {
    if (detail == Detail.RESULTS) {
      return;
    }
    if (kind == Kind.INTERACTIVE) {
      // A line that is broken by the terminal could not be written over.
      String fitting = text.substring(0, Math.min(text.length(), Math.max(1, columns - 4)));
      String padded = fitting + " ".repeat(Math.max(0, shown - fitting.length()));
      out.print("\r   " + padded);
      shown = fitting.length();
      if (last) {
        endProgress();
      }
    } else if (last || System.nanoTime() - lastLine >= BETWEEN_LINES.toNanos()) {
      out.println("   " + text);
      lastLine = System.nanoTime();
    }
    out.flush();
  }

  private void endProgress() {
    if (shown > 0) {
      out.println();
      shown = 0;
    }
  }
}
