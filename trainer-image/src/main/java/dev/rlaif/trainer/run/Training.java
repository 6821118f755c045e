package dev.rlaif.trainer.run;

import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.chat.Outage;
import dev.rlaif.trainer.judge.Judge;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.tracking.ProgressLine;
import dev.rlaif.trainer.tracking.StepMetrics;
import dev.rlaif.trainer.train.TrainListener;
import dev.rlaif.trainer.train.TrainStage;
import java.time.Duration;
import java.util.List;

/** The train stage, with a line that shows how it goes. */
final class Training implements TrainListener {
  private final RunPlan plan;
  private final Workspace workspace;
  private final RunModel model;
  private final RunListener listener;
  private long begunAt;
  private long doneBefore;

  Training(RunPlan plan, Workspace workspace, RunModel model, RunListener listener) {
    this.plan = plan;
    this.workspace = workspace;
    this.model = model;
    this.listener = listener;
  }

  /** Steps done in all. */
  long run(List<Prompt> prompts, Judge judge, StopSignal stop) {
    try (judge;
        LoraPolicy policy = model.newPolicy()) {
      var trainee =
          new TrainStage.Trainee(
              policy, model.generator(policy, Adapter.ON, stop), model.text(), model.fingerprint());
      return new TrainStage(plan, workspace, trainee, judge, this, stop)
          .run(model.fitting(prompts));
    }
  }

  @Override
  public void begins(long done, long total) {
    begunAt = System.nanoTime();
    doneBefore = done;
    listener.trains(done, total);
  }

  @Override
  public void measuresReference() {
    listener.notes("scoring the base model's answers, to normalise rewards by them");
  }

  @Override
  public void judgeIsDown(Outage outage) {
    listener.pauses(JudgePause.text(plan.judge().name(), outage));
  }

  @Override
  public void judgeIsBack() {
    listener.goesOn();
  }

  @Override
  public void stepped(StepMetrics metrics, long total) {
    var line =
        new ProgressLine(
            metrics.step(),
            total,
            Duration.ofNanos(System.nanoTime() - begunAt),
            metrics.step() - doneBefore,
            metrics.get("env/reward_mean"),
            metrics.get("objective/kl"),
            Math.round(
                metrics.get("judge/missing_frac").orElse(0) * plan.spec().rollout().batchSize()));
    listener.stepped(line, metrics);
  }

  @Override
  public void saved(long step) {
    listener.saved(step);
  }
}
