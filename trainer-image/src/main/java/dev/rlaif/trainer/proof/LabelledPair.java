package dev.rlaif.trainer.proof;

/** A question with an answer that a person calls good and one that a person calls bad. */
public record LabelledPair(String prompt, String good, String bad) {}
