package dev.rlaif.trainer.rollout.vllm;

import dev.rlaif.trainer.lora.Policy;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Sampling;
import java.util.List;

/**
 * Whether servers answer with the adapter that they were given: of the tokens that they draw, their
 * log-probabilities and the trainer's must agree. An adapter that is loaded without effect is
 * otherwise seen by nobody; training goes on as if its answers were its own.
 */
final class EffectProof {
  private static final int TOKENS = 24;
  private static final Stops NONE = new Stops(new int[0], List.of());

  private final Policy policy;
  private final Replicas replicas;
  private final GenerationRequest probe;
  private final Sampling sampling;

  /**
   * @param temperature as the policy computes log-probabilities
   */
  EffectProof(Policy policy, Replicas replicas, int[] prompt, double temperature) {
    this.policy = policy;
    this.replicas = replicas;
    this.probe = new GenerationRequest(0, prompt, 1);
    this.sampling = new Sampling(temperature, 1, 0, TOKENS, TOKENS);
  }

  /** An answer of each server to the probe. */
  List<Completion> asked(ServedVersion version) {
    return replicas.completeOnEach(version, probe, sampling, NONE);
  }

  /**
   * Distance of the servers' log-probabilities from those of the policy as it is now.
   *
   * @return nats a token on average, of the server that is farthest away
   */
  double distance(List<Completion> answers) {
    double farthest = 0;
    for (Completion answer : answers) {
      var sequence = new Sequence(answer.promptIds(), answer.ids());
      float[] own = policy.score(List.of(sequence), Adapter.ON).logProbs()[0];
      double sum = 0;
      for (int t = 0; t < own.length; t++) {
        sum += Math.abs(own[t] - answer.logProbs()[t]);
      }
      double mean = sum / own.length;
      farthest = Double.isNaN(mean) ? mean : Math.max(farthest, mean);
    }
    return farthest;
  }
}
