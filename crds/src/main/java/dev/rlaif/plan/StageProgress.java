package dev.rlaif.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlaif.api.v1alpha1.CheckpointStatus;
import dev.rlaif.api.v1alpha1.TrainingStatus;
import org.jspecify.annotations.Nullable;

/**
 * What a stage says while it runs, to whoever asks {@code GET /progress} of its pod.
 *
 * @param hash of the plan, or of the judge, that the stage works on
 * @param training steps, or other units of work, done and to do; figures of the last step
 * @param checkpoint the newest complete one
 * @param pause why the stage waits just now, and for how long; absent: it does not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StageProgress(
    StageName stage,
    String hash,
    @Nullable TrainingStatus training,
    @Nullable CheckpointStatus checkpoint,
    @Nullable String pause) {}
