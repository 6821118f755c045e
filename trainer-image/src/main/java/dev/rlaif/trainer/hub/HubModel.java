package dev.rlaif.trainer.hub;

import dev.rlaif.api.v1alpha1.ModelSource;
import java.util.Objects;

/**
 * A model of a hub.
 *
 * @param name {@code ORG/NAME}
 * @param revision branch, tag or commit
 */
record HubModel(String name, String revision) {
  static final String SCHEME = "hf://";

  static HubModel of(ModelSource source) {
    return new HubModel(
        source.uri().substring(SCHEME.length()),
        Objects.requireNonNullElse(source.revision(), "main"));
  }

  String uri() {
    return SCHEME + name;
  }
}
