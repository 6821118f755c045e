package dev.rlaif.operator.cli;

import dev.rlaif.operator.objects.DryRun;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesListBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.stream.Collectors;

/** Objects as text. */
final class ObjectText {
  private ObjectText() {}

  /** YAML documents, each under a comment on when it is made. */
  static String yaml(List<DryRun.Made> made) {
    return made.stream()
        .map(one -> "---\n# " + one.when() + "\n" + body(one.object()))
        .collect(Collectors.joining());
  }

  /** One List. */
  static String json(List<DryRun.Made> made) {
    return Serialization.asJson(
            new KubernetesListBuilder()
                .withItems(made.stream().map(DryRun.Made::object).toList())
                .build())
        + "\n";
  }

  private static String body(HasMetadata object) {
    String yaml = Serialization.asYaml(object);
    return yaml.startsWith("---\n") ? yaml.substring("---\n".length()) : yaml;
  }
}
