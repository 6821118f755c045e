package dev.rlaif.trainer.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Asks a person one thing after the other, each with an answer that is taken if none is given. */
final class Interview {
  private final BufferedReader in;
  private final PrintWriter out;
  private final boolean asks;

  /**
   * @param asks false: every usual answer is taken, and nothing is said
   */
  Interview(BufferedReader in, PrintWriter out, boolean asks) {
    this.in = in;
    this.out = out;
    this.asks = asks;
  }

  /** What was given with an option, else what the person says, else what is usual. */
  String text(Optional<String> given, String question, String usual) {
    if (given.isPresent() || !asks) {
      return given.orElse(usual).strip();
    }
    out.print(question + (usual.isEmpty() ? ": " : " [" + usual + "]: "));
    out.flush();
    String said = line();
    return said.isBlank() ? usual : said.strip();
  }

  /** The same with several, parted by commas. */
  List<String> list(Optional<String> given, String question, List<String> usual) {
    return Arrays.stream(text(given, question, String.join(", ", usual)).split(",", -1))
        .map(String::strip)
        .filter(each -> !each.isEmpty())
        .distinct()
        .toList();
  }

  /** Asked again until the answer is one of them, or there is no more input. */
  String choice(Optional<String> given, String question, List<String> choices) {
    String usual = choices.get(0);
    for (int tries = 0; tries < 3; tries++) {
      String said = text(given, question + " (" + String.join(", ", choices) + ")", usual);
      Optional<String> meant =
          choices.stream()
              .filter(choice -> choice.startsWith(said.toLowerCase(Locale.ROOT)))
              .findFirst();
      if (meant.isPresent() || given.isPresent()) {
        return meant.orElse(said);
      }
      out.printf("\"%s\" is none of them.%n", said);
    }
    return usual;
  }

  /** No, unless the person says yes. */
  boolean confirms(String question) {
    return asks && text(Optional.empty(), question, "no").toLowerCase(Locale.ROOT).startsWith("y");
  }

  void say(String line) {
    if (asks) {
      out.println(line);
    }
  }

  private String line() {
    try {
      String line = in.readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
