package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Items;
import dev.rlaif.api.schema.Length;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A judge: exactly one of endpoint, serve, wordlist, format and parts.
 *
 * @param endpoint for a judge that runs already
 * @param parts several judges in one; an answer that one of them gives no score has none
 * @param combine how the scores of the parts become one, before the transform: their mean, the
 *     lowest, or their mean by weight; absent: mean
 * @param prompt endpoint and serve only
 * @param scale default 0.01 to 0.99
 * @param scoring endpoint and serve only; default: the first number of the reply
 * @param validation absent: ready without proof
 * @param image of the trainer, which runs the validation; absent: the operator's setting
 */
public record RewardJudgeSpec(
    @Nullable Endpoint endpoint,
    @Nullable ServedJudge serve,
    @Nullable Wordlist wordlist,
    @Nullable Format format,
    @Nullable @Items(min = 2, max = 8, key = "name") List<JudgePart> parts,
    @Nullable Combination combine,
    @Nullable JudgePrompt prompt,
    Scale scale,
    @Nullable Scoring scoring,
    Transform transform,
    @Nullable Validation validation,
    @Nullable @Length(max = 512) String image,
    Pods pods) {

  public RewardJudgeSpec {
    scale = requireNonNullElse(scale, Scale.DEFAULTS);
    parts = parts == null ? null : List.copyOf(parts);
    if (scoring == null && wordlist == null && format == null && parts == null) {
      scoring = Scoring.DEFAULTS;
    }
    transform = requireNonNullElse(transform, Transform.DEFAULTS);
    pods = requireNonNullElse(pods, Pods.DEFAULTS);
  }
}
