package dev.rlaif.operator.observe;

import io.fabric8.kubernetes.api.Pluralize;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Locale;

/** Where an object is, or would be, in the API. */
public final class ResourceOf {
  private ResourceOf() {}

  /**
   * Also for kinds that the client has no class for: it would ask the server about those first, and
   * answer with neither a code nor a resource where that does not know them.
   */
  public static Resource<? extends HasMetadata> object(
      KubernetesClient client, HasMetadata object) {
    return object instanceof GenericKubernetesResource generic
        ? client
            .genericKubernetesResources(definition(generic))
            .inNamespace(generic.getMetadata().getNamespace())
            .resource(generic)
        : client.resource(object);
  }

  private static ResourceDefinitionContext definition(GenericKubernetesResource object) {
    String[] groupAndVersion = object.getApiVersion().split("/", 2);
    return new ResourceDefinitionContext.Builder()
        .withGroup(groupAndVersion[0])
        .withVersion(groupAndVersion[1])
        .withKind(object.getKind())
        .withPlural(Pluralize.toPlural(object.getKind().toLowerCase(Locale.ROOT)))
        .withNamespaced(true)
        .build();
  }
}
