package dev.rlaif.trainer.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Answers as they come, side by side. Only the last rows are drawn while they grow, as a terminal
 * cannot go back beyond its upper edge; all of them at the end.
 */
final class ChatScreen {
  /** Fits every terminal. */
  private static final int LIVE_ROWS = 14;

  private static final String UP = "\u001B[%dA\r";
  private static final String CLEAR = "\u001B[J";

  private final PrintWriter out;
  private final Terminal.Kind kind;
  private final SideBySide layout;
  private List<String> names = List.of();
  private List<String> texts = List.of();
  private int drawn;

  ChatScreen(PrintWriter out, Terminal.Kind kind, int columns) {
    this.out = out;
    this.kind = kind;
    this.layout = new SideBySide(columns);
  }

  /** New answers begin, one of each name. */
  void begin(List<String> who) {
    names = List.copyOf(who);
    texts = new ArrayList<>(Collections.nCopies(names.size(), ""));
    drawn = 0;
  }

  /** The answer of one of them has grown. */
  void grows(int side, String text) {
    texts.set(side, text);
    if (kind == Terminal.Kind.INTERACTIVE) {
      List<String> rows = layout.rows(names, texts);
      draw(rows.subList(Math.max(0, rows.size() - LIVE_ROWS), rows.size()));
    }
  }

  /** All have answered. */
  void end() {
    if (kind == Terminal.Kind.INTERACTIVE) {
      draw(layout.rows(names, texts));
      out.println();
    } else {
      for (int i = 0; i < names.size(); i++) {
        out.println(names.get(i) + ": " + LabelSession.printable(texts.get(i)).strip());
      }
      out.println();
    }
    out.flush();
  }

  void say(String line) {
    out.println(line);
    out.flush();
  }

  private void draw(List<String> rows) {
    if (drawn > 0) {
      out.printf(UP, drawn);
    }
    out.print(CLEAR);
    rows.forEach(out::println);
    out.flush();
    drawn = rows.size();
  }
}
