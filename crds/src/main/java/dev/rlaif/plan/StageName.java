package dev.rlaif.plan;

/** The stages of a run, in the order in which they run. */
public enum StageName {
  JUDGE,
  PROMPTS,
  PAIRS,
  TRAIN,
  EVALUATE,
  SERVE
}
