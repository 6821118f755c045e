package dev.rlaif.e2e.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Whether output is what a page says, but for what differs from day to day. */
final class Likeness {
  private static final Pattern TIMES = Pattern.compile("\\b(\\d+[dhms])+\\b");
  private static final Pattern NUMBERS = Pattern.compile("-?\\d+(\\.\\d+)?(e-?\\d+)?");
  private static final Pattern NAMES = Pattern.compile("chatcmpl-[-0-9a-f]+");
  private static final Pattern ANSWERS = Pattern.compile("\"content\":\"[^\"]+\"");

  private Likeness() {}

  /**
   * Lines of the output that are like those of the page, in their order; numbers, times, spaces and
   * what a model answers are alike. A page that shows nothing of an output says nothing about it.
   *
   * @param expected with {@link Walkthrough#LEFT_OUT} where lines are left out
   * @return as many as expected; those left out stay left out
   */
  static List<String> match(List<String> expected, List<String> actual) {
    List<String> matched = new ArrayList<>();
    int at = 0;
    boolean any = false;
    for (String line : expected) {
      if (line.equals(Walkthrough.LEFT_OUT)) {
        any = true;
        matched.add(line);
        continue;
      }
      while (any && at < actual.size() && !alike(line, actual.get(at))) {
        at++;
      }
      if (at >= actual.size() || !alike(line, actual.get(at))) {
        throw different(line, at, actual);
      }
      matched.add(actual.get(at));
      at++;
      any = false;
    }
    if (!any && !expected.isEmpty() && at < actual.size()) {
      throw different("(nothing)", at, actual);
    }
    return matched;
  }

  private static AssertionError different(String wanted, int at, List<String> actual) {
    return new AssertionError(
        "no line like%n  %s%nat line %d of%n%s"
            .formatted(wanted, at + 1, String.join(System.lineSeparator(), actual)));
  }

  static boolean alike(String one, String other) {
    return plain(one).equals(plain(other));
  }

  private static String plain(String line) {
    String answered = ANSWERS.matcher(line).replaceAll("#");
    String named = NAMES.matcher(answered).replaceAll("#");
    String timed = TIMES.matcher(named).replaceAll("#");
    return NUMBERS.matcher(timed).replaceAll("#").replaceAll("\\s+", " ").strip();
  }
}
