package dev.rlaif.trainer.proof;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rlaif.trainer.judge.JudgementStatus;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a judge scores right, with the figures.
 *
 * @param examples labelled pairs, two answers each
 * @param calls judgements that were asked for, canaries not counted
 * @param missing judgements without a score, by status
 * @param flipRate share of answers whose side of the threshold changed between repeats
 * @param deviation mean over the answers of the standard deviation of the score between repeats
 * @param lengthCorrelation of score and length in characters, Pearson; 0 if either is constant
 * @param calibration by the first repeat; absent when good or bad answers have no score at all
 * @param latencyP50Milliseconds over judgements that sent a request
 * @param mistakes the worst ones
 */
public record JudgeProofReport(
    String judge,
    String hash,
    int examples,
    int repeats,
    double threshold,
    int calls,
    Map<JudgementStatus, Integer> missing,
    double missingRate,
    double flipRate,
    double deviation,
    double lengthCorrelation,
    @Nullable Calibration calibration,
    long latencyP50Milliseconds,
    long latencyP95Milliseconds,
    List<CanaryResult> canaries,
    List<Mistake> mistakes,
    List<FailedGate> failedGates) {

  @JsonProperty
  public boolean passed() {
    return failedGates.isEmpty();
  }
}
