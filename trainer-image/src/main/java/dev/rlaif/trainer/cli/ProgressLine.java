package dev.rlaif.trainer.cli;

import java.io.PrintWriter;

/** One line of a terminal that says how far something is; silent where nobody watches. */
final class ProgressLine {
  private static final int WIDTH = 30;

  private final String what;
  private final PrintWriter out;
  private final boolean watched;
  private int shownPercent = -1;

  ProgressLine(String what, PrintWriter out) {
    this(what, out, System.console() != null);
  }

  ProgressLine(String what, PrintWriter out, boolean watched) {
    this.what = what;
    this.out = out;
    this.watched = watched;
  }

  /** May be called by any thread, and in any order. */
  synchronized void done(int count, int ofCount) {
    int percent = (int) (100L * count / ofCount);
    if (!watched || percent <= shownPercent) {
      return;
    }
    shownPercent = percent;
    int filled = WIDTH * percent / 100;
    String bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
    out.print("\r" + what + " [" + bar + "] " + count + "/" + ofCount);
    if (percent == 100) {
      out.println();
    }
    out.flush();
  }
}
