package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Range;
import dev.rlaif.api.schema.Required;
import org.jspecify.annotations.Nullable;

/**
 * A file of questions, JSON lines.
 *
 * @param uri as a model's uri, and {@code configmap://NAME/KEY}
 * @param weight share of the training prompts, above 0; all files have one or none has; the rest is
 *     generated
 * @param field of a line that holds the question; default question
 * @param split absent: the file supplies both parts; heldOut: held-out prompts only, and then these
 *     come from no other file; train: training prompts only
 * @param tokenSecretRef token of the hub or key of the store; {@code hf://} and {@code s3://} only
 */
public record PromptFile(
    @Required @Length(max = 2048) String uri,
    @Nullable @Range(min = 0, max = 1, aboveMin = true) Double weight,
    @Length(max = 64) String field,
    @Nullable Split split,
    @Nullable SecretReference tokenSecretRef) {

  public PromptFile {
    field = requireNonNullElse(field, "question");
  }
}
