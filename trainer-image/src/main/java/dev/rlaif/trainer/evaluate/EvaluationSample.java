package dev.rlaif.trainer.evaluate;

/**
 * One question with both answers; a line of {@code evaluation/samples.jsonl}.
 *
 * @param pass {@code greedy}, {@code seed-1}, ...
 */
public record EvaluationSample(
    String id, String question, String pass, JudgedAnswer base, JudgedAnswer tuned) {}
