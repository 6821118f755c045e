package dev.rlaif.trainer.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.plan.PlanJson;
import dev.rlaif.plan.PlannedSteps;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.stage.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads a workspace again and again while a run works on it, each byte once. Writes nothing, holds
 * no lock. May be asked by any thread.
 */
final class RunReader {
  /** Rows of the metrics that a page gets at first; more would not be seen on a chart. */
  private static final int MOST_ROWS = 1500;

  private final Workspace workspace;
  private final Map<String, String> environment;
  private final Holder holder;
  private final MetricsTable metrics = new MetricsTable();
  private final AtomicLong evaluated = new AtomicLong();
  private final AtomicLong judged = new AtomicLong();
  private final Map<Path, JsonTail> tails = new LinkedHashMap<>();
  private final Map<Path, FileStamp> seen = new LinkedHashMap<>();
  private long generation;
  private Optional<RunPlan> plan = Optional.empty();
  private Results results = Results.NONE;
  private MarkedWords words = MarkedWords.NONE;
  private RunState state;

  /**
   * Rows of the metrics since a reader asked last.
   *
   * @param generation of the log; another one than before: earlier rows count no more
   * @param upTo rows that the reader has then
   */
  record News(long generation, int upTo, MetricsRows rows) {}

  /**
   * @param environment variables, where a judge's word list is looked up
   */
  RunReader(Workspace workspace, Map<String, String> environment) {
    this.workspace = workspace;
    this.environment = Map.copyOf(environment);
    this.holder = new Holder(workspace.lease(), System::nanoTime);
    this.state = unbegun();
    tails.put(workspace.metrics(), new JsonTail(workspace.metrics(), this::restart, metrics::add));
    tails.put(workspace.evaluationAnswers(), counted(workspace.evaluationAnswers(), evaluated));
  }

  /** Reads what changed; true if anything did. */
  synchronized boolean refresh() throws IOException {
    boolean changed = refreshResults();
    for (JsonTail tail : List.copyOf(tails.values())) {
      changed |= tail.refresh();
    }
    RunState now = plan.map(this::read).orElseGet(this::unbegun);
    changed |= !now.equals(state);
    state = now;
    return changed;
  }

  synchronized RunState state() {
    return state;
  }

  synchronized Results results() {
    return results;
  }

  /** What the run's judge forbids. */
  synchronized MarkedWords words() {
    return words;
  }

  Workspace workspace() {
    return workspace;
  }

  /** All metrics, thinned out. */
  synchronized News metrics() {
    return new News(generation, metrics.rows(), metrics.thinned(MOST_ROWS));
  }

  /** What came after the rows that a reader has; empty if nothing did. */
  synchronized Optional<News> since(long generationThen, int rowsThen) {
    if (generationThen != generation) {
      return Optional.of(metrics());
    }
    return rowsThen == metrics.rows()
        ? Optional.empty()
        : Optional.of(new News(generation, metrics.rows(), metrics.from(rowsThen)));
  }

  private void restart() {
    metrics.clear();
    generation++;
  }

  private boolean refreshResults() {
    List<Path> files = new ArrayList<>(List.of(workspace.plan()));
    plan.ifPresent(known -> files.addAll(Results.files(known, workspace)));
    boolean changed = false;
    for (Path file : files) {
      FileStamp now = FileStamp.of(file);
      changed |= !now.equals(seen.getOrDefault(file, FileStamp.NONE));
      seen.put(file, now);
    }
    if (changed) {
      plan = plan();
      results = plan.map(known -> Results.read(known, workspace)).orElse(Results.NONE);
      words =
          plan.map(known -> MarkedWords.of(known, Sources.of(environment, known.configMaps())))
              .orElse(MarkedWords.NONE);
      plan.ifPresent(this::followJudges);
    }
    return changed;
  }

  private void followJudges(RunPlan known) {
    for (String judge : Results.judges(known)) {
      Path records = workspace.judgeRecords(judge);
      tails.computeIfAbsent(records, file -> counted(file, judged));
    }
  }

  private static JsonTail counted(Path file, AtomicLong count) {
    return new JsonTail(file, () -> count.set(0), line -> count.incrementAndGet());
  }

  /** A plan of another version is shown by its results alone. */
  private Optional<RunPlan> plan() {
    try {
      return Files.exists(workspace.plan())
          ? Optional.of(PlanJson.read(Files.readString(workspace.plan()), RunPlan.class))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private RunState unbegun() {
    Path folder = workspace.root().toAbsolutePath().normalize();
    return new RunState(
        String.valueOf(folder.getFileName()),
        folder.toString(),
        false,
        false,
        List.of(),
        null,
        List.of(),
        List.of());
  }

  private RunState read(RunPlan known) {
    boolean working = holder.works();
    var activity =
        new StageStates.Activity(
            working, metrics, steps(known), Math.max(0, evaluated.get() - 1), judged.get());
    double target = known.algorithm().kl().target();
    return new RunState(
        known.name(),
        workspace.root().toAbsolutePath().normalize().toString(),
        true,
        working,
        facts(known),
        target,
        StageStates.of(known, workspace, activity),
        Alarms.of(metrics, OptionalDouble.of(target)));
  }

  private long steps(RunPlan known) {
    Integer asked = known.spec().training().steps();
    if (asked != null) {
      return asked;
    }
    boolean pairs = known.algorithm().type() == AlgorithmType.DPO;
    return JsonFile.read(pairs ? workspace.pairManifest() : workspace.promptManifest())
        .map(manifest -> manifest.path(pairs ? "pairs" : "train"))
        .filter(JsonNode::isNumber)
        .map(examples -> (long) PlannedSteps.over(examples.asInt(), known.spec()))
        .orElse(0L);
  }

  private static List<String> facts(RunPlan known) {
    return List.of(
        known.spec().model().uri(),
        known.algorithm().type()
            + ", preset "
            + PlanJson.write(known.algorithm().preset()).replace("\"", ""),
        "LoRA rank " + known.spec().lora().rank(),
        known.spec().rollout().batchSize() + " answers a step",
        "judge " + known.judge().name());
  }
}
