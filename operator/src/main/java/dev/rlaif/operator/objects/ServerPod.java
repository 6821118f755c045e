package dev.rlaif.operator.objects;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.ProbeBuilder;

/**
 * What every server of a model has: one port, and an answer to whether it is ready. There is no
 * liveness probe: a server whose engine dies ends by itself, and one that is only slow shall live.
 */
final class ServerPod {
  /** Above the ports that only root may open; the Service maps the wished one to it. */
  static final int PORT = 8000;

  static final String PORT_NAME = "http";
  private static final int PERIOD_SECONDS = 5;

  /** A server that works on all cores answers late. */
  private static final int TIMEOUT_SECONDS = 5;

  private ServerPod() {}

  /**
   * Adds port and probes to a container.
   *
   * @param startSeconds how long it may load its model before it is started anew
   */
  static ContainerBuilder listening(ContainerBuilder container, String path, long startSeconds) {
    int tries = (int) ((startSeconds + PERIOD_SECONDS - 1) / PERIOD_SECONDS);
    return container
        .withPorts(new ContainerPortBuilder().withName(PORT_NAME).withContainerPort(PORT).build())
        .withStartupProbe(probe(path).withFailureThreshold(tries).build())
        .withReadinessProbe(probe(path).build());
  }

  private static ProbeBuilder probe(String path) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withNewPort(PORT_NAME)
        .endHttpGet()
        .withPeriodSeconds(PERIOD_SECONDS)
        .withTimeoutSeconds(TIMEOUT_SECONDS);
  }
}
