package dev.rlaif.trainer.cli;

import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where a run has put what it made, for a person. */
final class Written {
  private Written() {}

  /** A line each for what is there. */
  static String text(RunPlan plan, Workspace workspace) {
    StringBuilder text = new StringBuilder("written to " + workspace.root() + ":");
    places(plan, workspace)
        .forEach(
            (place, what) -> {
              if (Files.exists(place)) {
                String name = workspace.root().relativize(place).toString();
                text.append(String.format("%n   %-32s %s", name, what));
              }
            });
    return text.append(String.format("%n%ntalk to it with: ./rlaif chat --workspace "))
        .append(workspace.root())
        .toString();
  }

  private static Map<Path, String> places(RunPlan plan, Workspace workspace) {
    Map<Path, String> places = new LinkedHashMap<>();
    places.put(workspace.adapter(), "the trained adapter, in PEFT's format");
    places.put(workspace.evaluationPage(), "all of it as one page, to keep or to send");
    places.put(workspace.evaluationSamples(), "every answer of the evaluation, JSON lines");
    places.put(workspace.judgePage(plan.judge().name()), "the proof of the judge");
    places.put(workspace.preferencePairs(), "the pairs that were trained on");
    places.put(workspace.metrics(), "a line of figures a step");
    places.put(workspace.events(), "the same for TensorBoard");
    places.put(workspace.rollouts(), "every answer of training with its score");
    return places;
  }
}
