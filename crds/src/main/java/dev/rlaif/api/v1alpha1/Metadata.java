package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Items;
import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Required;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Name and labels of an object; its other metadata belong to the server.
 *
 * @param name of the object
 * @param namespace of the object
 * @param labels of the object
 * @param annotations of the object
 */
public record Metadata(
    @Required @Length(max = 253) String name,
    @Nullable @Length(max = 63) String namespace,
    @Items(max = 64) Map<String, @Length(min = 0, max = 63) String> labels,
    @Items(max = 64) Map<String, @Length(min = 0, max = 262144) String> annotations) {

  public Metadata {
    labels = Map.copyOf(requireNonNullElse(labels, Map.of()));
    annotations = Map.copyOf(requireNonNullElse(annotations, Map.of()));
  }
}
