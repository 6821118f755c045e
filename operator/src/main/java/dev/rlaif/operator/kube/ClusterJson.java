package dev.rlaif.operator.kube;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapperCustomizer;
import jakarta.inject.Singleton;

/**
 * Reads objects that a newer version wrote: one field or word that is not known here must not stop
 * an informer, and with it every run. Who manages which field is not read at all: nothing here asks
 * for it, and it was two thirds of the memory of the caches.
 */
@Singleton
public final class ClusterJson implements KubernetesClientObjectMapperCustomizer {
  @JsonIgnoreProperties("managedFields")
  private interface WithoutManagers {}

  @Override
  public void customize(ObjectMapper mapper) {
    mapper.addMixIn(ObjectMeta.class, WithoutManagers.class);
    mapper.registerModule(new Jdk8Module());
    mapper.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    mapper.enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL);
  }
}
