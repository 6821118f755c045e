package dev.rlaif.trainer.proof;

/** A person's label and a judge's score of the same answer. */
record ScoredLabel(boolean good, double p) {}
