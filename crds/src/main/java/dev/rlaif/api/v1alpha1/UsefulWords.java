package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Items;
import dev.rlaif.api.schema.Length;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Words of which a useful answer names at least one.
 *
 * @param uri a text file, one word or phrase a line; named as a prompt file
 * @param list words or phrases, instead of a file
 */
public record UsefulWords(
    @Nullable @Length(max = 2048) String uri,
    @Items(max = 2000, distinct = true) List<@Length(max = 64) String> list) {

  public UsefulWords {
    list = List.copyOf(requireNonNullElse(list, List.of()));
  }
}
