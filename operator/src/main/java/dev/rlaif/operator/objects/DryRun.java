package dev.rlaif.operator.objects;

import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;

/** Every object that documents lead to, in the order in which they are made. */
public final class DryRun {
  private DryRun() {}

  /**
   * An object that will be.
   *
   * @param when it is made, for a person
   */
  public record Made(String when, HasMetadata object) {}

  /** Judges first: nothing else is made before they are proved. */
  public static List<Made> of(Contexts contexts) {
    List<Made> made = new ArrayList<>();
    contexts.judges().forEach(judge -> made.addAll(of(judge)));
    contexts.run().ifPresent(run -> made.addAll(of(run)));
    return List.copyOf(made);
  }

  private static List<Made> of(JudgeContext judge) {
    List<Made> made = new ArrayList<>();
    RewardJudgeSpec spec = judge.plan().judge().spec();
    JudgeObjects.serving(judge)
        .forEach(object -> made.add(new Made("at once: serves the judge's model", object)));
    if (spec.validation() != null) {
      String when = spec.serve() == null ? "at once" : "when the judge's server answers";
      made.add(new Made(when + ": what is to be proved", JudgeObjects.plan(judge)));
      made.add(new Made("after it: the proof", JudgeObjects.validation(judge)));
    }
    return made;
  }

  private static List<Made> of(RunContext run) {
    List<Made> made = new ArrayList<>();
    made.add(
        new Made(
            run.plan().spec().judgeRef().requireValidated()
                ? "when the judge is validated: the plan; from here on the spec is fixed"
                : "when the judge is there: the plan; from here on the spec is fixed",
            RunObjects.plan(run)));
    RunObjects.workspace(run).ifPresent(claim -> made.add(new Made("after it", claim)));
    if (run.plan().spec().tracking().viewer()) {
      RunObjects.viewing(run)
          .forEach(object -> made.add(new Made("after it, as long as the run exists", object)));
    }
    String before = "after it";
    for (StageName stage : RunObjects.stages(run)) {
      if (stage == StageName.TRAIN) {
        String with = before;
        RunObjects.ranks(run).ifPresent(ranks -> made.add(new Made(with, ranks)));
      }
      made.add(new Made(before, RunObjects.job(run, stage, 0)));
      before = "when stage " + stage.word() + " is complete";
    }
    if (run.plan().spec().serving().enabled()) {
      RunObjects.serving(run)
          .forEach(
              object -> made.add(new Made("when every gate of the evaluation is met", object)));
      RunObjects.servingAlias(run)
          .ifPresent(
              alias -> made.add(new Made("when its pods answer: leads clients to them", alias)));
    }
    return made;
  }
}
