package dev.rlaif.trainer.judge;

import org.jspecify.annotations.Nullable;

/**
 * One call of a judge, enough to score the answer again offline with another judge. A score that
 * was had already is no call.
 *
 * @param request hash of judge, repetition, question and answer: one with a score is never sent
 *     again
 * @param judge model or kind
 * @param judgeHash of everything that decides a score
 * @param promptHash of the template
 * @param repetition number of the call among those for the same answer
 * @param p absent: missing
 * @param labelMass probability on the labels, mode probability only
 */
public record JudgeRecord(
    String time,
    String request,
    String judge,
    String judgeHash,
    String promptHash,
    String mode,
    double temperature,
    int repetition,
    String question,
    String answer,
    String raw,
    JudgementStatus status,
    @Nullable Double p,
    @Nullable Double labelMass,
    int attempts,
    long latencyMilliseconds,
    int promptTokens,
    int completionTokens) {}
