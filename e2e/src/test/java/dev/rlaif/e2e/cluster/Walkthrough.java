package dev.rlaif.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A page of commands and what they print, as a user types them: indented lines, a command after
 * {@code $}, continued where a line ends with a backslash, and its output below.
 */
record Walkthrough(List<Step> steps) {
  private static final String INDENT = "    ";
  private static final String PROMPT = INDENT + "$ ";

  /** A line of output that stands for any number of lines. */
  static final String LEFT_OUT = "...";

  /** A last line of output: the user ends the command. */
  static final String ENDED = "^C";

  /**
   * @param section heading above it
   */
  record Step(String section, String command, List<String> output) {

    boolean isEndedByHand() {
      return output.contains(ENDED);
    }

    boolean runsOn() {
      return command.endsWith("&");
    }
  }

  static Walkthrough read(Path page) {
    try {
      return parse(Files.readAllLines(page));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Walkthrough parse(List<String> lines) {
    List<Step> steps = new ArrayList<>();
    String section = "";
    boolean goesOn = false;
    for (String line : lines) {
      if (line.startsWith("#")) {
        section = line.replaceFirst("#+ *", "");
      } else if (line.startsWith(PROMPT)) {
        steps.add(new Step(section, line.substring(PROMPT.length()), new ArrayList<>()));
        goesOn = line.endsWith("\\");
      } else if (line.startsWith(INDENT) && !steps.isEmpty()) {
        Step last = steps.get(steps.size() - 1);
        if (goesOn) {
          String command = last.command() + "\n" + line.substring(INDENT.length());
          steps.set(steps.size() - 1, new Step(section, command, last.output()));
          goesOn = line.endsWith("\\");
        } else {
          last.output().add(line.substring(INDENT.length()));
        }
      }
    }
    return new Walkthrough(List.copyOf(steps));
  }

  /** What comes under some headings, in the order of the page. */
  List<Step> under(String... headings) {
    List<String> wanted = List.of(headings);
    List<Step> found = steps.stream().filter(step -> wanted.contains(step.section())).toList();
    if (!found.stream().map(Step::section).distinct().toList().equals(wanted)) {
      throw new AssertionError("the page has not each of the headings " + wanted);
    }
    return found;
  }
}
