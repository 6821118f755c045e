package dev.rlaif.trainer.pair;

import dev.rlaif.api.v1alpha1.PairFile;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.prompt.LeakCheck;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.stage.Fingerprint;
import dev.rlaif.trainer.stage.JsonLines;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.stage.Stopped;
import dev.rlaif.trainer.text.ChatTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** From prompts, or from files of pairs, to the pairs of a workspace. */
public final class PairsStage {
  /** Answers that are generated and kept together. */
  private static final int CHUNK = 256;

  /** Pairs that the reference scores together. */
  private static final int REFERENCE_PAIRS = 32;

  private final RunPlan plan;
  private final Workspace workspace;
  private final ChatTokenizer tokenizer;
  private final Reference reference;
  private final Progress progress;
  private final StopSignal stop;
  private final double minMargin;
  private final PairLimits limits;

  /** The base model as it judges given tokens. */
  @FunctionalInterface
  public interface Reference {
    /** Log-probabilities of the response tokens, adapter off: [B][L_b]. */
    float[][] logProbs(List<Sequence> sequences);
  }

  /** The base model as it answers, and the judge on it. */
  public interface Answering extends AutoCloseable {
    /**
     * Answers prompts, several times each.
     *
     * @return a group for each prompt, in order
     */
    List<AnswerGroup> answer(List<Prompt> prompts);

    @Override
    void close();
  }

  /** Hears how far the stage is. */
  @FunctionalInterface
  public interface Progress {
    void at(String what, long done, long of);
  }

  /**
   * @param tokenizer of the run's model
   * @param reference that training begins at
   */
  public PairsStage(
      RunPlan plan,
      Workspace workspace,
      ChatTokenizer tokenizer,
      Reference reference,
      Progress progress,
      StopSignal stop) {
    this.plan = plan;
    this.workspace = workspace;
    this.tokenizer = tokenizer;
    this.reference = reference;
    this.progress = progress;
    this.stop = stop;
    this.minMargin = plan.algorithm().minMargin();
    var rollout = plan.spec().rollout();
    this.limits = new PairLimits(rollout.maxPromptTokens(), rollout.maxNewTokens());
  }

  private record MadeInputs(String answers, double minMargin, PairLimits limits) {}

  private record ReadInputs(
      String model, List<String> files, String heldOut, double minMargin, PairLimits limits) {}

  /**
   * Pairs of the run's own answers, or those that the same inputs made before.
   *
   * @param inputs hash of everything that decides the answers and their scores
   * @param answering opened only if an answer is needed
   * @throws StageFailure with exit code 75 if it was interrupted; answers that were had are kept
   */
  public PairManifest make(
      String inputs, List<Prompt> prompts, Supplier<? extends Answering> answering) {
    String all = Fingerprint.ofJson(new MadeInputs(inputs, minMargin, limits));
    return stoppable(
        () -> finished(all).orElseGet(() -> made(all, answers(inputs, prompts, answering))));
  }

  /**
   * Pairs of files; those of held-out prompts are left out.
   *
   * @param model fingerprint of the base model
   */
  public PairManifest read(
      String model, List<PairFile> files, Sources sources, List<Prompt> heldOut) {
    List<String> texts = files.stream().map(file -> sources.text(file.uri())).toList();
    String inputs =
        Fingerprint.ofJson(
            new ReadInputs(
                model,
                texts.stream().map(Fingerprint::of).toList(),
                Fingerprint.ofJson(heldOut),
                minMargin,
                limits));
    return stoppable(
        () ->
            finished(inputs)
                .orElseGet(
                    () -> {
                      var selection =
                          new PairSelection(minMargin, limits, LeakCheck.leaks(heldOut));
                      given(files, texts).forEach(selection::offer);
                      return written(inputs, selection, 0, 0);
                    }));
  }

  private Optional<PairManifest> finished(String inputs) {
    Optional<PairManifest> manifest = PairFiles.finished(workspace, inputs);
    manifest.ifPresent(this::requireEnough);
    return manifest;
  }

  private List<AnswerGroup> answers(
      String inputs, List<Prompt> prompts, Supplier<? extends Answering> answering) {
    AnswerStore store = AnswerStore.open(workspace.pairAnswers(), inputs);
    List<Prompt> open =
        prompts.stream().filter(prompt -> store.find(prompt.id()).isEmpty()).toList();
    int each = plan.algorithm().groupSize();
    if (!open.isEmpty()) {
      int chunk = Math.max(1, CHUNK / each);
      try (Answering model = answering.get()) {
        for (int start = 0; start < open.size(); start += chunk) {
          int done = prompts.size() - open.size() + start;
          progress.at("answering, answers", (long) done * each, (long) prompts.size() * each);
          store.add(model.answer(open.subList(start, Math.min(open.size(), start + chunk))));
        }
      }
    }
    return prompts.stream().flatMap(prompt -> store.find(prompt.id()).stream()).toList();
  }

  private PairManifest made(String inputs, List<AnswerGroup> groups) {
    var selection = new PairSelection(minMargin, limits, question -> false);
    groups.forEach(selection::offer);
    int answers = groups.stream().mapToInt(group -> group.answers().size()).sum();
    int scored = groups.stream().mapToInt(group -> group.scored().size()).sum();
    return written(inputs, selection, answers, answers - scored);
  }

  private List<Candidate> given(List<PairFile> files, List<String> texts) {
    List<Candidate> candidates = new ArrayList<>();
    var encoding = new PairEncoding(tokenizer);
    for (int i = 0; i < texts.size(); i++) {
      List<GivenPairs.Given> pairs = GivenPairs.read(files.get(i).uri(), texts.get(i));
      pairs.forEach(pair -> candidates.add(encoding.candidate(pair)));
    }
    return candidates;
  }

  private PairManifest written(String inputs, PairSelection selection, int answers, int missing) {
    String pairs = JsonLines.text(referenced(selection.kept()));
    PairManifest manifest =
        new PairReport(selection).manifest(inputs, Fingerprint.of(pairs), answers, missing);
    PairFiles.write(workspace, pairs, manifest);
    requireEnough(manifest);
    return manifest;
  }

  private List<Preference> referenced(List<Candidate> candidates) {
    String own = tokenizer.fingerprint();
    List<Preference> pairs = new ArrayList<>(candidates.size());
    for (int start = 0; start < candidates.size(); start += REFERENCE_PAIRS) {
      stop.check();
      progress.at("reference, pairs", start, candidates.size());
      List<Candidate> part =
          candidates.subList(start, Math.min(candidates.size(), start + REFERENCE_PAIRS));
      float[][] logProbs =
          reference.logProbs(part.stream().flatMap(pair -> pair.sequences().stream()).toList());
      for (int i = 0; i < part.size(); i++) {
        pairs.add(part.get(i).withReference(own, logProbs[2 * i], logProbs[2 * i + 1]));
      }
    }
    progress.at("reference, pairs", candidates.size(), candidates.size());
    return pairs;
  }

  private void requireEnough(PairManifest manifest) {
    int batch = plan.spec().rollout().batchSize();
    if (manifest.pairs() >= batch) {
      return;
    }
    String ways =
        plan.spec().pairs() == null
            ? "; give more prompts, raise spec.algorithm.overrides.groupSize or lower minMargin,"
                + " see with rlaif judge check that the judge tells answers apart"
            : "; give more pairs";
    String few =
        manifest.pairs() == 0
            ? "no pair is left of " + manifest.offered()
            : "only %d pairs of %d, fewer than spec.rollout.batchSize, which is %d"
                .formatted(manifest.pairs(), manifest.offered(), batch);
    throw StageFailure.wrong(
            few
                + PairsText.others(manifest)
                + ways
                + (manifest.pairs() == 0 ? "" : ", or lower spec.rollout.batchSize"))
        .because(Reason.DATA_INVALID);
  }

  private static PairManifest stoppable(Supplier<PairManifest> work) {
    try {
      return StageFailure.blaming(Reason.DATA_INVALID, work);
    } catch (Stopped stopped) {
      throw StageFailure.interrupted(
          "stopped while pairs were made; answers that have a score are kept, and the same command"
              + " goes on after them");
    }
  }
}
