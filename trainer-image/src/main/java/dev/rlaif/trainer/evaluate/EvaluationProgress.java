package dev.rlaif.trainer.evaluate;

/**
 * How far the evaluation is.
 *
 * @param model {@code base} or {@code tuned}
 * @param pass {@code greedy}, {@code seed-1}, ...
 * @param answers generated so far, over all passes of both models
 * @param totalAnswers that will be generated
 */
public record EvaluationProgress(String model, String pass, int answers, int totalAnswers) {}
