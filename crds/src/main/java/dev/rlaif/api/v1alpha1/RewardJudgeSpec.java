package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Length;
import org.jspecify.annotations.Nullable;

/**
 * A judge: exactly one of endpoint, serve and wordlist.
 *
 * @param endpoint a server that runs already
 * @param serve a server that the operator runs
 * @param wordlist deterministic, without a model
 * @param prompt endpoint and serve only
 * @param scale scores that count; default 0.01 to 0.99
 * @param scoring endpoint and serve only; default: the first number of the reply
 * @param transform from a score to a reward
 * @param validation absent: ready without proof
 * @param image of the trainer, which runs the validation; absent: the operator's setting
 * @param pods settings of every pod of the judge
 */
public record RewardJudgeSpec(
    @Nullable Endpoint endpoint,
    @Nullable ServedJudge serve,
    @Nullable Wordlist wordlist,
    @Nullable JudgePrompt prompt,
    Scale scale,
    @Nullable Scoring scoring,
    Transform transform,
    @Nullable Validation validation,
    @Nullable @Length(max = 512) String image,
    Pods pods) {

  public RewardJudgeSpec {
    scale = requireNonNullElse(scale, Scale.DEFAULTS);
    if (scoring == null && wordlist == null) {
      scoring = Scoring.DEFAULTS;
    }
    transform = requireNonNullElse(transform, Transform.DEFAULTS);
    pods = requireNonNullElse(pods, Pods.DEFAULTS);
  }
}
