package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Items;
import dev.rlaif.api.schema.Required;
import java.util.List;

/**
 * Preference pairs that exist already, instead of pairs that the run makes of its own answers.
 *
 * @param files taken together, in their order
 */
public record Pairs(@Required @Items(min = 1, max = 16) List<PairFile> files) {

  public Pairs {
    files = List.copyOf(requireNonNullElse(files, List.of()));
  }
}
