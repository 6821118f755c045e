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
 * @param calls judgements of the examples; not those of rewordings, canaries and attacks
 * @param missing judgements without a score, by status; replies that decline in words are refusals
 * @param flipRate share of answers whose side of the threshold changed between repeats
 * @param deviation mean over the answers of the standard deviation of the score between repeats
 * @param lengthCorrelation of score and length in characters, Pearson; 0 if either is constant
 * @param calibration by the first repeat; absent when good or bad answers have no score at all
 * @param sweep absent where calibration is
 * @param latencyP50Milliseconds over judgements that sent a request
 * @param mistakes the worst ones
 * @param figures everything that can be a gate, with interval and gate
 * @param warnings what the figures cannot tell, and what was found out beside them; sentences
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
    @Nullable ThresholdSweep sweep,
    long latencyP50Milliseconds,
    long latencyP95Milliseconds,
    Expense expense,
    Rewordings rewordings,
    List<CanaryResult> canaries,
    Injection injection,
    List<Mistake> mistakes,
    List<Figure> figures,
    List<FailedGate> failedGates,
    List<String> warnings) {

  @JsonProperty
  public boolean passed() {
    return failedGates.isEmpty();
  }
}
