package dev.rlaif.api.v1alpha1;

import dev.rlaif.api.schema.Items;
import dev.rlaif.api.schema.Length;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Labelled examples, from one of three places.
 *
 * @param configMapRef JSON lines with prompt, good and bad
 * @param inline the examples themselves
 * @param uri a file of JSON lines with prompt, good and bad; named as a prompt file
 */
public record ValidationExamples(
    @Nullable KeyReference configMapRef,
    @Nullable @Items(min = 1, max = 50) List<ValidationExample> inline,
    @Nullable @Length(max = 2048) String uri) {

  public ValidationExamples {
    inline = inline == null ? null : List.copyOf(inline);
  }
}
