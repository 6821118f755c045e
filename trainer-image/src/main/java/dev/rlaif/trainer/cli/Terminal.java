package dev.rlaif.trainer.cli;

import java.io.PrintWriter;
import java.time.Duration;

/** What a person sees while a run goes on: stages, one line of progress that moves, results. */
final class Terminal {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private final PrintWriter out;
  private final boolean interactive;
  private long lastLine;
  private int shown;

  Terminal(PrintWriter out) {
    this(out, System.console() != null && System.getenv("TERM") != null);
  }

  Terminal(PrintWriter out, boolean interactive) {
    this.out = out;
    this.interactive = interactive;
  }

  void stage(String name, String what) {
    endProgress();
    out.printf("%n== %-9s %s%n", name, what);
    out.flush();
    lastLine = 0;
  }

  void line(String text) {
    endProgress();
    out.println(text);
    out.flush();
  }

  /** Replaces the moving line; where there is no terminal, a line now and then. */
  void progress(String text, boolean last) {
    if (interactive) {
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
