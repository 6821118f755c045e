package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.proof.HumanLabel;
import dev.rlaif.trainer.proof.HumanLabel.Opinion;
import dev.rlaif.trainer.proof.LabelFile;
import dev.rlaif.trainer.proof.LabelSample;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks a person about answers, one after the other, and shows nothing that a judge or a file said
 * of them.
 */
final class LabelSession {
  /** What a person can say to a question, beside an opinion. */
  private static final String QUIT = "q";

  private final BufferedReader in;
  private final PrintWriter out;
  private final Clock clock;

  LabelSession(BufferedReader in, PrintWriter out, Clock clock) {
    this.in = in;
    this.out = out;
    this.clock = clock;
  }

  /**
   * Asks about those samples that this person has not been asked about yet, until so many have an
   * opinion or the person quits.
   */
  void label(List<LabelSample> samples, int wanted, String who, LabelFile file) {
    List<LabelSample> open =
        samples.stream()
            .filter(sample -> file.of(who).stream().noneMatch(label -> label.isOf(sample)))
            .toList();
    long done = opinions(file, who);
    if (done > 0) {
      out.printf("%d answers are labelled already; it goes on from there.%n", done);
    }
    for (LabelSample sample : open) {
      if (done >= wanted) {
        return;
      }
      show(sample, done + 1, wanted);
      Optional<Opinion> opinion = ask();
      if (opinion.isEmpty()) {
        out.printf("%nStopped; the same command goes on from here.%n");
        return;
      }
      file.add(
          new HumanLabel(
              clock.instant().toString(),
              who,
              sample.answer().question(),
              sample.answer().text(),
              opinion.get()));
      done += opinion.get() == Opinion.SKIP ? 0 : 1;
    }
  }

  private static long opinions(LabelFile file, String who) {
    return file.of(who).stream().filter(label -> label.opinion() != Opinion.SKIP).count();
  }

  private void show(LabelSample sample, long number, int wanted) {
    out.printf("%n--- %d of %d%n", number, wanted);
    out.println(printable(sample.answer().question()));
    out.println();
    out.println(printable(sample.answer().text()).indent(4).stripTrailing());
    out.println();
  }

  /** Empty to quit, also at the end of input. */
  private Optional<Opinion> ask() {
    while (true) {
      out.print("[g]ood, [b]ad, [s]kip or [q]uit? ");
      out.flush();
      String line = read();
      if (line == null || line.strip().toLowerCase(Locale.ROOT).startsWith(QUIT)) {
        return Optional.empty();
      }
      String word = line.strip().toLowerCase(Locale.ROOT);
      for (Opinion opinion : Opinion.values()) {
        String name = opinion.name().toLowerCase(Locale.ROOT);
        if (!word.isEmpty() && name.startsWith(word)) {
          return Optional.of(opinion);
        }
      }
      out.printf("\"%s\" is none of them: type g, b, s or q.%n", printable(line.strip()));
    }
  }

  private @Nullable String read() {
    try {
      return in.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Control characters of an answer could move the cursor and write over what was shown. */
  static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "\uFFFD");
  }

  /** The beginning of a text on one line. */
  static String line(String text) {
    String line = printable(text.strip().replaceAll("\\s+", " "));
    return line.length() <= 90 ? line : line.substring(0, 90) + "…";
  }
}
