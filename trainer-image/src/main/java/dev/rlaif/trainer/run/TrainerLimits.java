package dev.rlaif.trainer.run;

import dev.rlaif.api.v1alpha1.Dtype;
import dev.rlaif.api.v1alpha1.KlEstimator;
import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import dev.rlaif.api.v1alpha1.RolloutEngine;
import dev.rlaif.api.v1alpha1.ServingRuntime;
import dev.rlaif.api.v1alpha1.Vllm;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What of a plan this trainer does not do.
 *
 * @param problems would make another model or another verdict than the document says, so nothing is
 *     begun
 * @param notes change neither, so they are said and passed over
 */
public record TrainerLimits(List<String> problems, List<String> notes) {

  public TrainerLimits {
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
  }

  /**
   * Limits of the trainer where every stage runs in one place.
   *
   * @param sources that the plan's uris are looked up in
   */
  public static TrainerLimits of(RunPlan plan, Sources sources) {
    return of(plan, sources::unreachable);
  }

  /**
   * Limits of the trainer in the pod of a stage: only the claims that the stage reads are mounted
   * there, and it says itself if one is missing.
   */
  public static TrainerLimits ofPod(RunPlan plan, Sources sources) {
    return of(plan, uri -> Sources.isClaim(uri) ? Optional.empty() : sources.unreachable(uri));
  }

  private static TrainerLimits of(RunPlan plan, Function<String, Optional<String>> unreachable) {
    List<String> problems = new ArrayList<>(RemoteUris.problems(plan, unreachable));
    learning(plan, problems);
    served(plan, problems);
    List<String> notes = new ArrayList<>();
    machine(plan.spec(), notes);
    keeping(plan.spec(), notes);
    return new TrainerLimits(problems, notes);
  }

  /** Refuses a plan with problems, naming them all. */
  public void require() {
    if (!problems.isEmpty()) {
      throw StageFailure.wrong(
          problems.size()
              + " that this trainer does not do:\n  "
              + String.join("\n  ", problems)
              + "\nCorrect the document, or on one machine override a field with --set PATH=VALUE");
    }
  }

  private static void learning(RunPlan plan, List<String> problems) {
    RlaifRunSpec spec = plan.spec();
    if (plan.algorithm().kl().estimator() == KlEstimator.FULL) {
      problems.add("spec.algorithm.overrides.kl.estimator is full: use k1, k2, k3 or abs");
    }
    Vllm vllm = spec.rollout().vllm();
    if (spec.rollout().engine() == RolloutEngine.VLLM && (vllm == null || vllm.urls().isEmpty())) {
      problems.add(
          "spec.rollout.engine is vllm: no server is started for a run, so give the addresses of"
              + " those that run in spec.rollout.vllm.urls, or use builtin");
    }
  }

  /** A cluster serves a judge before it plans, and puts the endpoint into the plan. */
  private static void served(RunPlan plan, List<String> problems) {
    Stream.concat(Stream.of(plan.judge()), plan.evaluationJudge().stream())
        .filter(judge -> judge.spec().serve() != null && judge.spec().endpoint() == null)
        .forEach(judge -> problems.add(served(judge.name())));
  }

  private static String served(String judge) {
    return "RewardJudge "
        + judge
        + " spec.serve: start the judge's server yourself and give spec.endpoint, or use"
        + " spec.wordlist";
  }

  private static void machine(RlaifRunSpec spec, List<String> notes) {
    int nodes = spec.training().nodes();
    if (nodes > 1) {
      notes.add(
          "spec.training.nodes is " + nodes + ": this machine trains alone, with the same result");
    }
    if (spec.model().dtype() == Dtype.FLOAT16) {
      notes.add("spec.model.dtype float16 is computed in bfloat16, on a CPU in float32");
    }
    if (spec.serving().runtime() != ServingRuntime.RLAIF) {
      notes.add("spec.serving.runtime is passed over: --serve uses the built-in server");
    }
    if (spec.serving().merge()) {
      notes.add("spec.serving.merge is passed over: --serve keeps base and adapter apart");
    }
  }

  private static void keeping(RlaifRunSpec spec, List<String> notes) {
    if (spec.tracking().viewer()) {
      notes.add("spec.tracking.viewer is passed over: the page is written after the evaluation");
    }
    if (spec.activeDeadlineSeconds() != null) {
      notes.add("spec.activeDeadlineSeconds is passed over: Ctrl-C stops, with a checkpoint");
    }
  }
}
