package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Range;
import dev.rlaif.api.schema.Required;
import org.jspecify.annotations.Nullable;

/**
 * What a run shall do: prompts, training, evaluation, serving.
 *
 * @param model the chat model that is trained
 * @param image of the trainer; absent: the operator's setting
 * @param suspend stop after a checkpoint and free the GPUs, go on when false again; default false
 * @param activeDeadlineSeconds how long the whole run may take, suspension not counted; absent: no
 *     limit
 * @param pairs absent: pairs are made of the run's own answers; DPO only
 */
public record RlaifRunSpec(
    @Required ModelSource model,
    @Required JudgeReference judgeRef,
    @Required Prompts prompts,
    @Required Algorithm algorithm,
    Lora lora,
    Rollout rollout,
    Training training,
    Evaluation evaluation,
    Serving serving,
    Storage storage,
    Tracking tracking,
    @Nullable @Length(max = 512) String image,
    Boolean suspend,
    @Nullable @Range(min = 60, max = 7776000) Long activeDeadlineSeconds,
    Pods pods,
    Cleanup cleanup,
    @Nullable Pairs pairs) {

  public RlaifRunSpec {
    lora = requireNonNullElse(lora, Lora.DEFAULTS);
    rollout = requireNonNullElse(rollout, Rollout.DEFAULTS);
    training = requireNonNullElse(training, Training.DEFAULTS);
    evaluation = requireNonNullElse(evaluation, Evaluation.DEFAULTS);
    serving = requireNonNullElse(serving, Serving.DEFAULTS);
    storage = requireNonNullElse(storage, Storage.DEFAULTS);
    tracking = requireNonNullElse(tracking, Tracking.DEFAULTS);
    suspend = requireNonNullElse(suspend, false);
    pods = requireNonNullElse(pods, Pods.DEFAULTS);
    cleanup = requireNonNullElse(cleanup, Cleanup.DEFAULTS);
  }
}
