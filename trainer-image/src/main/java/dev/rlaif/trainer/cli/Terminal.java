package dev.rlaif.trainer.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;

/**
 * What a person sees while a command goes on: stages, one line of progress that moves, results. May
 * be used by any thread.
 */
final class Terminal {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private final PrintWriter out;
  private final Detail detail;
  private final Kind kind;
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
    this.out = out;
    this.detail = detail;
    this.kind = kind;
  }

  /** For progress beside a result that a program may read: silent where nobody watches. */
  static Terminal ofProgress(PrintWriter err, Kind kind) {
    return new Terminal(err, kind == Kind.PLAIN ? Detail.RESULTS : Detail.EVERYTHING, kind);
  }

  synchronized void stage(String name, String what) {
    if (detail == Detail.EVERYTHING) {
      endProgress();
      out.printf("%n== %-9s %s%n", name, what);
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
      String padded = text + " ".repeat(Math.max(0, shown - text.length()));
      out.print("\r   " + padded);
      shown = text.length();
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
