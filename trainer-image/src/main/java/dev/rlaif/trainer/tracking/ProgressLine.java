package dev.rlaif.trainer.tracking;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One line that says where training is.
 *
 * @param done finished steps
 * @param total steps of the run
 * @param elapsed since this process began its first step
 * @param doneHere steps that this process finished itself, after a resume fewer than {@code done}
 * @param figures of the last step, in the order in which they are shown
 * @param judgeMissing answers of the last step without a score
 */
public record ProgressLine(
    long done,
    long total,
    Duration elapsed,
    long doneHere,
    Map<String, Double> figures,
    long judgeMissing) {
  private static final int WIDTH = 24;

  public ProgressLine {
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
  }

  /** Time to go at the mean pace so far; zero before the first step. */
  public Duration remaining() {
    return doneHere == 0
        ? Duration.ZERO
        : elapsed.multipliedBy(Math.max(0, total - done)).dividedBy(doneHere);
  }

  /** For example {@code step 12/400 [#-----------] 3% eta 1:02:09 reward 0.41 kl 0.35}. */
  public String text() {
    double share = total == 0 ? 1 : Math.min(1.0, (double) done / total);
    int filled = (int) (share * WIDTH);
    StringBuilder line = new StringBuilder();
    line.append("step ").append(done).append('/').append(total);
    line.append(" [").append("#".repeat(filled)).append("-".repeat(WIDTH - filled)).append(']');
    line.append(' ').append((int) (share * 100)).append('%');
    if (doneHere > 0) {
      line.append(" eta ").append(clock(remaining()));
    }
    figures.forEach(
        (name, value) -> line.append(' ').append(name).append(' ').append(number(value)));
    if (judgeMissing > 0) {
      line.append(" judge missing ").append(judgeMissing);
    }
    return line.toString();
  }

  private static String clock(Duration time) {
    return String.format(
        Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
