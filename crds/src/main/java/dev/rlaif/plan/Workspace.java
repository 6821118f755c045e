package dev.rlaif.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The folder that a run works in, a volume on a cluster; nobody else knows the names in it.
 *
 * @param root of the folder
 */
public record Workspace(Path root) {

  /** The base model, downloaded once. */
  public Path model() {
    return root.resolve("model");
  }

  /** Which files of which commit {@link #model} holds, and whether they are all there. */
  public Path modelManifest() {
    return model().resolve("rlaif-download.json");
  }

  public Path prompts() {
    return root.resolve("prompts");
  }

  /** Prompts to train on, JSON lines. */
  public Path trainPrompts() {
    return prompts().resolve("train.jsonl");
  }

  /** Prompts that are never trained on, JSON lines. */
  public Path heldOutPrompts() {
    return prompts().resolve("held-out.jsonl");
  }

  /** Where the prompts came from: counts, fingerprints, generator. */
  public Path promptManifest() {
    return prompts().resolve("manifest.json");
  }

  /** Questions that a model wrote, under the hash of what it was asked; JSON lines. */
  public Path generatedPrompts(String hash) {
    return prompts().resolve("generated-" + hash.substring(0, 12) + ".jsonl");
  }

  /** What became of the questions that were generated while training went on. */
  public Path streamedPrompts() {
    return prompts().resolve("streamed.json");
  }

  /** Pairs of answers; DPO only. */
  public Path pairs() {
    return root.resolve("pairs");
  }

  /** The pairs to train on, JSON lines. */
  public Path preferencePairs() {
    return pairs().resolve("pairs.jsonl");
  }

  /** Where the pairs came from: counts, margins, lengths. */
  public Path pairManifest() {
    return pairs().resolve("manifest.json");
  }

  /** Judged answers that pairs are made of, JSON lines. */
  public Path pairAnswers() {
    return pairs().resolve("answers.jsonl");
  }

  public Path train() {
    return root.resolve("train");
  }

  /** By which the processes that train together know each other. */
  public Path ranksSecret() {
    return train().resolve("ranks.secret");
  }

  /** How the judge scored answers of the base model before the first step. */
  public Path baseScores() {
    return train().resolve("base-scores.json");
  }

  /** Metrics of each step, JSON lines. */
  public Path metrics() {
    return train().resolve("metrics.jsonl");
  }

  /** What became of the questions that are set aside from training, pass by pass, JSON lines. */
  public Path validation() {
    return train().resolve("validation.jsonl");
  }

  /** TensorBoard event files. */
  public Path events() {
    return train().resolve("events");
  }

  /** What tells this run from all others; one line. */
  public Path runId() {
    return train().resolve("run-id");
  }

  /** All answers as they come, JSON lines, a file a step. */
  public Path rollouts() {
    return train().resolve("rollouts");
  }

  /** All answers of the steps that a checkpoint holds, a Delta table. */
  public Path rolloutTable() {
    return train().resolve("table");
  }

  public Path checkpoints() {
    return train().resolve("checkpoints");
  }

  /** Folder of the checkpoint after step {@code step}; the names sort as the steps do. */
  public Path checkpoint(int step) {
    return checkpoints().resolve(String.format(Locale.ROOT, "step-%06d", step));
  }

  /** The result, in PEFT's format. */
  public Path adapter() {
    return root.resolve("adapter");
  }

  public Path evaluation() {
    return root.resolve("evaluation");
  }

  public Path evaluationReport() {
    return evaluation().resolve("report.json");
  }

  public Path evaluationPage() {
    return evaluation().resolve("report.html");
  }

  /** Every answer of the evaluation with its scores, JSON lines. */
  public Path evaluationSamples() {
    return evaluation().resolve("samples.jsonl");
  }

  /** Answers of an evaluation that is not complete yet, JSON lines. */
  public Path evaluationAnswers() {
    return evaluation().resolve("answers.jsonl");
  }

  private Path judges() {
    return root.resolve("judge");
  }

  private Path stages() {
    return root.resolve("stages");
  }

  /** Folder of the judge called {@code name}. */
  public Path judge(String name) {
    return judges().resolve(name);
  }

  /** The proof that a judge scores right. */
  public Path judgeProof(String name) {
    return judge(name).resolve("proof.json");
  }

  /** The proof as a page for people. */
  public Path judgePage(String name) {
    return judge(name).resolve("proof.html");
  }

  /** What people said of answers that the judge scored, JSON lines. */
  public Path judgeLabels(String name) {
    return judge(name).resolve("labels.jsonl");
  }

  /** Every call of a judge, JSON lines. */
  public Path judgeRecords(String name) {
    return judge(name).resolve("records.jsonl");
  }

  /** Scores that were had already. */
  public Path judgeCache(String name) {
    return judge(name).resolve("cache");
  }

  /** Requests to the served model with their answers, a Delta table; there only if asked for. */
  public Path requests() {
    return root.resolve("requests");
  }

  /** The plan that this workspace was made for. */
  public Path plan() {
    return root.resolve("plan.json");
  }

  /** What each stage said at its end, {@code <stage>.json}. */
  public Path stageReport(StageName stage) {
    return stages().resolve(stage.word() + ".json");
  }

  /** Everything that a run leaves here, and nothing else that may lie in the folder. */
  public List<Path> contents() {
    return List.of(
        model(),
        prompts(),
        pairs(),
        train(),
        adapter(),
        evaluation(),
        requests(),
        judges(),
        stages(),
        plan());
  }

  /** Held by the process that works here. */
  public Path lock() {
    return root.resolve(".lock");
  }

  /** Renewed as long as a process works here, so that readers of other machines know. */
  public Path lease() {
    return root.resolve(".lease.json");
  }
}
