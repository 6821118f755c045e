package dev.rlaif.trainer.cli;

import java.util.List;
import java.util.Optional;

/**
 * What a person wishes of a run that is to be written.
 *
 * @param name of the run, and the beginning of its judge's
 * @param principle one sentence: what the answers shall be like
 * @param model URI
 * @param topics that questions are written about
 * @param gpus of training and serving; 0: the CPU
 */
record NewRun(
    String name, String principle, Scorer scorer, String model, List<String> topics, int gpus) {
  /** The bundled model, which knows its own questions and cannot write others. */
  static final String BUNDLED = "bundled://models/food-small";

  /** Who scores the answers. */
  sealed interface Scorer {}

  /**
   * A model behind a server.
   *
   * @param keySecret name of the secret that holds the server's key
   */
  record Endpoint(String url, String model, Optional<String> keySecret) implements Scorer {}

  /**
   * Words.
   *
   * @param forbid one of these makes an answer bad
   * @param require an answer without any of these is useless; empty: none is needed
   */
  record Words(List<String> forbid, List<String> require) implements Scorer {}

  boolean isBundled() {
    return model.equals(BUNDLED);
  }

  String judge() {
    return name + "-judge";
  }
}
