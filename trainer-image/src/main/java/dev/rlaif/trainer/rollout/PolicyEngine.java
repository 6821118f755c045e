package dev.rlaif.trainer.rollout;

import dev.rlaif.trainer.lora.LogProbTolerance;

/** What answers the prompts of training by the policy that is being trained. */
public interface PolicyEngine extends AutoCloseable {

  /**
   * A generator of answers by the policy as it is now.
   *
   * @param version updates that the policy has seen; the same version is always the same policy
   */
  Generator at(long version);

  /**
   * Whether it generates apart from the trainer, so that both can work at the same time; if not, a
   * generator must be used up before the policy changes.
   */
  boolean isApart();

  /**
   * How far its log-probabilities may be from the trainer's where both have the same parameters.
   */
  LogProbTolerance tolerance();

  @Override
  void close();

  /** The trainer's own engine. */
  static PolicyEngine own(Generator generator, LogProbTolerance tolerance) {
    return new OwnEngine(generator, tolerance);
  }
}
