package dev.rlaif.trainer.run;

import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.StageDoor;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of the processes this one is that train together.
 *
 * @param index of this one; 0 leads
 * @param count 1: it trains alone
 * @param host where 0 is to be found
 */
record Nodes(int index, int count, String host, int port) {
  static final Nodes ALONE = new Nodes(0, 1, "", 0);

  private static final Pattern PLACE = Pattern.compile("([^:\\s]+):(\\d{1,5})");

  /** As the plan and the container's environment say; without a rendezvous there are no others. */
  static Nodes of(Map<String, String> environment, RunPlan plan) {
    String rendezvous = environment.get(StageDoor.RENDEZVOUS_VARIABLE);
    int count = plan.spec().training().nodes();
    if (count == 1 || rendezvous == null) {
      return ALONE;
    }
    Matcher place = PLACE.matcher(rendezvous);
    String index = environment.getOrDefault(StageDoor.NODE_VARIABLE, "");
    if (!place.matches() || !index.matches("\\d{1,4}") || Integer.parseInt(index) >= count) {
      throw StageFailure.wrong(
          "of %d nodes this one cannot tell which it is: %s is '%s', must be HOST:PORT; %s is '%s', must be below %d"
              .formatted(
                  count,
                  StageDoor.RENDEZVOUS_VARIABLE,
                  rendezvous,
                  StageDoor.NODE_VARIABLE,
                  index,
                  count));
    }
    return new Nodes(
        Integer.parseInt(index), count, place.group(1), Integer.parseInt(place.group(2)));
  }

  boolean leads() {
    return index == 0;
  }
}
