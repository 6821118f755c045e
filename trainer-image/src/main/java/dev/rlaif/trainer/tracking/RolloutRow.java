package dev.rlaif.trainer.tracking;

import dev.rlaif.trainer.judge.JudgementStatus;
import dev.rlaif.trainer.rollout.FinishReason;
import org.jspecify.annotations.Nullable;

/**
 * One answer of training with everything that was said about it. What a missing score leaves
 * unknown is null, never 0.
 *
 * @param sample number of the answer in its step
 * @param probability judge's p
 * @param reward log(p/(1-p)), or what else the judge's transform makes of p
 * @param normalised after scaling or normalisation, before the clip
 * @param penalty for length or a missing end
 * @param score that the algorithm used: normalised, clipped, less the penalty
 * @param kl sum of the KL estimates over the response, nats
 * @param logProbSum sum before the update, adapter on
 * @param referenceSum sum with the adapter off
 * @param rolloutSum sum as the generating engine said
 * @param judgeRaw the judge's reply as it came
 * @param judgeLatencyMillis of the last attempt
 */
public record RolloutRow(
    long step,
    int sample,
    String promptId,
    String prompt,
    String answer,
    int promptTokens,
    int responseTokens,
    FinishReason finish,
    JudgementStatus judgeStatus,
    @Nullable Double probability,
    @Nullable Double reward,
    @Nullable Double normalised,
    @Nullable Double penalty,
    @Nullable Double score,
    @Nullable Double kl,
    @Nullable Double logProbSum,
    @Nullable Double referenceSum,
    double rolloutSum,
    String judgeRaw,
    int judgeAttempts,
    long judgeLatencyMillis,
    long adapterVersion) {}
