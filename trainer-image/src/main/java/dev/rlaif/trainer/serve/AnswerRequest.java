package dev.rlaif.trainer.serve;

import java.util.List;

/**
 * A request that was read and found right.
 *
 * @param prompts encoded; chat has one, each gets {@code choices} answers
 * @param maxTokens of an answer, by prompt: what fits into the model's context is less for a longer
 *     prompt
 * @param wantedChances how many of the most probable tokens are told with each token; below 0:
 *     none, nor the token's own log-probability
 * @param includeUsage a stream ends with the usage counts
 */
record AnswerRequest(
    ServedModel model,
    List<int[]> prompts,
    List<Integer> maxTokens,
    int choices,
    double temperature,
    double topP,
    List<String> stop,
    long seed,
    int wantedChances,
    boolean stream,
    boolean includeUsage) {}
