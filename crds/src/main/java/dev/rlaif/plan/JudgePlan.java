package dev.rlaif.plan;

import dev.rlaif.api.v1alpha1.RewardJudgeSpec;

/**
 * A judge that is ready to be used.
 *
 * @param hash of what decides a score: model, prompt, scale, scoring, transform, words; not of
 *     throughput, retries and pods
 */
public record JudgePlan(String name, RewardJudgeSpec spec, String hash) {}
