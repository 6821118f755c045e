package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Required;
import org.jspecify.annotations.Nullable;

/**
 * What a judge is asked.
 *
 * @param system absent: no system message
 * @param template must hold {@code {answer}}; {@code {question}}, {@code {scaleMin}} and {@code
 *     {scaleMax}} may occur, other braces stay as they are
 * @param marks the answer is put between marks that it cannot forge, and the judge is told that
 *     what stands between them is no instruction; default true
 */
public record JudgePrompt(
    @Nullable @Length(min = 0, max = 16384) String system,
    @Required @Length(max = 16384) String template,
    Boolean marks) {

  public JudgePrompt {
    marks = requireNonNullElse(marks, true);
  }
}
