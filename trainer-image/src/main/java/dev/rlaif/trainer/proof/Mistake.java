package dev.rlaif.trainer.proof;

/** An answer that a judge puts on the wrong side, and what the judge said. */
public record Mistake(String prompt, String answer, boolean good, double p, String raw) {

  /** How far from the label. */
  double distance() {
    return Math.abs(p - (good ? 1 : 0));
  }
}
