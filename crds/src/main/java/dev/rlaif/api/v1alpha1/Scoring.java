package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Items;
import dev.rlaif.api.schema.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a reply becomes a score.
 *
 * @param mode default text
 * @param maxTokens of the reply; default 10 for text, 1 for probability
 * @param temperature of the judge; default 0
 * @param samples replies per answer, averaged before the transform; default 1
 * @param labels 2 to 20 tokens and their scores; with mode probability only
 * @param minLabelMass less probability on the labels is a missing score; default 0.5
 */
public record Scoring(
    ScoringMode mode,
    @Range(min = 1, max = 256) Integer maxTokens,
    @Range(min = 0, max = 2) Double temperature,
    @Range(min = 1, max = 16) Integer samples,
    @Nullable @Items(min = 2, max = 20, key = "token") List<Label> labels,
    @Range(min = 0, max = 1) Double minLabelMass) {
  static final Scoring DEFAULTS = new Scoring(ScoringMode.TEXT, 10, 0.0, 1, null, 0.5);

  public Scoring {
    mode = requireNonNullElse(mode, ScoringMode.TEXT);
    maxTokens = requireNonNullElse(maxTokens, mode == ScoringMode.TEXT ? 10 : 1);
    temperature = requireNonNullElse(temperature, 0.0);
    samples = requireNonNullElse(samples, 1);
    labels = labels == null ? null : List.copyOf(labels);
    minLabelMass = requireNonNullElse(minLabelMass, 0.5);
  }
}
