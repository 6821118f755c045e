package dev.rlaif.trainer.run;

import dev.rlaif.api.v1alpha1.Evaluation;
import dev.rlaif.api.v1alpha1.UsefulWords;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.evaluate.AnswerLog;
import dev.rlaif.trainer.evaluate.EvaluatedModel;
import dev.rlaif.trainer.evaluate.EvaluationFiles;
import dev.rlaif.trainer.evaluate.EvaluationReport;
import dev.rlaif.trainer.evaluate.EvaluationResult;
import dev.rlaif.trainer.evaluate.EvaluationSettings;
import dev.rlaif.trainer.evaluate.EvaluationText;
import dev.rlaif.trainer.evaluate.TellingSamples;
import dev.rlaif.trainer.judge.Judge;
import dev.rlaif.trainer.judge.OutageWatch;
import dev.rlaif.trainer.judge.WordlistRules;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.stage.Fingerprint;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.stage.Stopped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The evaluate stage, and its report for the terminal and the browser. */
final class HeldOutEvaluation {
  private static final int SHOWN_SAMPLES = 5;

  private final RunPlan plan;
  private final Workspace workspace;
  private final Sources sources;
  private final RunListener listener;
  private final StopSignal stop;

  HeldOutEvaluation(
      RunPlan plan, Workspace workspace, Sources sources, RunListener listener, StopSignal stop) {
    this.plan = plan;
    this.workspace = workspace;
    this.sources = sources;
    this.listener = listener;
    this.stop = stop;
  }

  /**
   * Evaluates, and writes the report and every answer.
   *
   * @throws StageFailure with exit code 75 if it was interrupted; answers that were scored are kept
   */
  void run(List<Prompt> heldOut, Judge judge, RunModel model) {
    AnswerLog kept = AnswerLog.open(workspace.evaluationAnswers(), inputs());
    try (judge;
        LoraPolicy policy = model.newPolicy()) {
      policy.loadAdapter(workspace.adapter());
      EvaluationResult result =
          new dev.rlaif.trainer.evaluate.Evaluation(
                  evaluated(model, policy),
                  judge,
                  settings(),
                  now ->
                      listener.counts(
                          now.model() + " " + now.pass() + ", answers",
                          now.answers(),
                          now.totalAnswers()),
                  kept,
                  new OutageWatch(
                      judge,
                      outage -> listener.pauses(JudgePause.text(judge.name(), outage)),
                      listener::goesOn,
                      stop))
              .run(heldOut);
      EvaluationFiles.write(result, workspace.evaluationReport(), workspace.evaluationSamples());
      kept.delete();
    } catch (Stopped stopped) {
      throw StageFailure.interrupted(
          "stopped while the answers were generated; those that were scored are kept, and the same"
              + " command goes on after them");
    }
  }

  private EvaluatedModel evaluated(RunModel model, LoraPolicy policy) {
    return new EvaluatedModel(
        model.text(),
        model.generator(policy, Adapter.OFF, stop),
        model.generator(policy, Adapter.ON, stop),
        sequences -> policy.score(sequences, Adapter.OFF).logProbs(),
        sequences -> policy.score(sequences, Adapter.ON).logProbs());
  }

  /** What decides answers and scores: the plan, and the adapter as it was trained. */
  private String inputs() {
    Path weights = workspace.adapter().resolve("adapter_model.safetensors");
    try {
      return Fingerprint.of(plan.hash() + " " + Fingerprint.ofFile(weights));
    } catch (IOException e) {
      throw StageFailure.environment(
          weights + " cannot be read: " + e + "; check the workspace's volume", e);
    }
  }

  /** Prints what the evaluation found. */
  EvaluationReport show() {
    EvaluationReport report =
        EvaluationFiles.report(workspace.evaluationReport())
            .orElseThrow(() -> new IllegalStateException("the evaluation wrote no report"));
    var samples = EvaluationFiles.samples(workspace.evaluationSamples());
    listener.notes(EvaluationText.of(report, TellingSamples.of(samples, SHOWN_SAMPLES)) + "\n");
    listener.concludes(EvaluationText.verdict(report.verdict()));
    return report;
  }

  private EvaluationSettings settings() {
    Evaluation spec = plan.spec().evaluation();
    Integer maxNewTokens = spec.maxNewTokens();
    return new EvaluationSettings(
        spec.samples(),
        spec.temperature(),
        maxNewTokens == null ? plan.spec().rollout().maxNewTokens() : maxNewTokens,
        plan.spec().prompts().seed(),
        spec.violationThreshold(),
        usefulWords(),
        spec.gates());
  }

  private List<String> usefulWords() {
    UsefulWords words = plan.spec().evaluation().usefulWords();
    if (words == null) {
      return WordlistRules.of(plan.judge().spec(), sources)
          .map(WordlistRules::require)
          .orElse(List.of());
    }
    String uri = words.uri();
    return uri == null
        ? words.list()
        : sources.text(uri).lines().map(String::strip).filter(word -> !word.isEmpty()).toList();
  }
}
