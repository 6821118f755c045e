package dev.rlaif.trainer.run;

import dev.rlaif.api.v1alpha1.Pairs;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.judge.Judge;
import dev.rlaif.trainer.judge.OutageWatch;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.pair.PairManifest;
import dev.rlaif.trainer.pair.PairsStage;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.stage.Fingerprint;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.train.BaseAnswers;
import java.util.List;
import java.util.function.Supplier;

/** The pairs stage, with the run's model and its judge. */
final class Pairing {
  private final RunPlan plan;
  private final Workspace workspace;
  private final RunModel model;
  private final RunListener listener;
  private final StopSignal stop;
  private String what = "";
  private long done;
  private long all;

  Pairing(
      RunPlan plan, Workspace workspace, RunModel model, RunListener listener, StopSignal stop) {
    this.plan = plan;
    this.workspace = workspace;
    this.model = model;
    this.listener = listener;
    this.stop = stop;
  }

  /** All that decides the answers of the base model and their scores. */
  private record AnswerInputs(
      String model,
      String tokenizer,
      String judge,
      List<Prompt> prompts,
      int groupSize,
      Sampling sampling,
      long seed) {}

  /**
   * Pairs of the run's own answers.
   *
   * @param judge opened if an answer is needed
   */
  PairManifest make(List<Prompt> prompts, Supplier<Judge> judge) {
    List<Prompt> fitting = model.fitting(prompts);
    String inputs =
        Fingerprint.ofJson(
            new AnswerInputs(
                model.fingerprint(),
                model.tokenizer().fingerprint(),
                plan.judge().hash(),
                fitting,
                plan.algorithm().groupSize(),
                BaseAnswers.sampling(plan),
                plan.spec().training().seed()));
    try (LoraPolicy policy = model.newPolicy()) {
      return stage(policy).make(inputs, fitting, () -> answering(policy, judge.get()));
    }
  }

  /** Pairs of the files that the plan names. */
  PairManifest read(Pairs given, Sources sources, List<Prompt> heldOut) {
    try (LoraPolicy policy = model.newPolicy()) {
      return stage(policy).read(model.fingerprint(), given.files(), sources, heldOut);
    }
  }

  private PairsStage stage(LoraPolicy policy) {
    return new PairsStage(
        plan,
        workspace,
        model.tokenizer(),
        sequences -> policy.score(sequences, Adapter.OFF).logProbs(),
        this::progress,
        stop);
  }

  private PairsStage.Answering answering(LoraPolicy policy, Judge judge) {
    return new BaseAnswers(
        plan,
        model.generator(policy, Adapter.OFF, stop),
        model.text(),
        judge,
        this::answered,
        new OutageWatch(
            judge,
            outage -> listener.pauses(JudgePause.text(plan.judge().name(), outage)),
            listener::goesOn,
            stop));
  }

  private void progress(String counted, long count, long of) {
    what = counted;
    done = count;
    all = of;
    listener.counts(what, done, all);
  }

  private void answered() {
    progress(what, done + 1, all);
  }
}
