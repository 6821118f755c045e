package dev.rlaif.operator.objects;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.Map;

/** The Service of a server. */
final class ServerService {
  private ServerService() {}

  static Service of(ObjectMeta metadata, Map<String, String> labels, int port) {
    return new ServiceBuilder()
        .withMetadata(metadata)
        .withNewSpec()
        .withSelector(ServerDeployment.selector(labels))
        .withPorts(
            new ServicePortBuilder()
                .withName(ServerPod.PORT_NAME)
                .withPort(port)
                .withTargetPort(new IntOrString(ServerPod.PORT_NAME))
                .build())
        .endSpec()
        .build();
  }
}
