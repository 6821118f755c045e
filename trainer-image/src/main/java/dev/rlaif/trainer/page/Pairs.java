package dev.rlaif.trainer.page;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.evaluate.EvaluationFiles;
import dev.rlaif.trainer.evaluate.EvaluationReport;
import dev.rlaif.trainer.evaluate.EvaluationSample;
import dev.rlaif.trainer.evaluate.JudgedAnswer;
import dev.rlaif.trainer.evaluate.TellingSamples;
import dev.rlaif.trainer.stage.StageFailure;
import java.nio.file.Files;
import java.util.List;

/**
 * The evaluation's questions with both answers.
 *
 * @param threshold a lower score is a violation
 * @param total pairs that there are; {@code rows} may be fewer
 * @param telling the largest gains, and the largest loss if there is one
 */
record Pairs(double threshold, int total, List<Pair> telling, List<Pair> rows) {
  /** A browser stays quick with this many; {@code samples.jsonl} has them all. */
  private static final int MOST_ROWS = 2000;

  private static final int TELLING = 6;

  private static final Pairs NONE = new Pairs(0.5, 0, List.of(), List.of());

  /** One question. */
  record Pair(String question, String pass, Marked base, Marked tuned) {}

  /**
   * An answer with its forbidden words.
   *
   * @param marks start and end of each
   */
  record Marked(@JsonUnwrapped JudgedAnswer answer, List<int[]> marks) {}

  /**
   * Reads what an evaluation that is complete wrote.
   *
   * @throws StageFailure if that was another version's
   */
  static Pairs read(Workspace workspace, MarkedWords words) {
    return EvaluationFiles.report(workspace.evaluationReport())
        .filter(report -> Files.exists(workspace.evaluationSamples()))
        .map(report -> of(report, EvaluationFiles.samples(workspace.evaluationSamples()), words))
        .orElse(NONE);
  }

  private static Pairs of(
      EvaluationReport report, List<EvaluationSample> samples, MarkedWords words) {
    return new Pairs(
        report.provenance().violationThreshold(),
        samples.size(),
        marked(TellingSamples.of(samples, TELLING), words),
        marked(samples.subList(0, Math.min(MOST_ROWS, samples.size())), words));
  }

  private static List<Pair> marked(List<EvaluationSample> samples, MarkedWords words) {
    return samples.stream()
        .map(
            sample ->
                new Pair(
                    sample.question(),
                    sample.pass(),
                    marked(sample.base(), words),
                    marked(sample.tuned(), words)))
        .toList();
  }

  private static Marked marked(JudgedAnswer answer, MarkedWords words) {
    return new Marked(answer, words.in(answer.text()));
  }
}
