package dev.rlaif.trainer.chat;

/** A token's text and its natural log-probability. */
public record TokenLogProb(String token, double logProb) {}
