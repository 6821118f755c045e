package dev.rlaif.operator.process;

import dev.rlaif.operator.cluster.ApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** An operator that sees and leads in the namespace of its test alone. */
final class InNamespace {
  private InNamespace() {}

  static OperatorProcess start(ApiServer api, Map<String, String> more) throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("QUARKUS_OPERATOR_SDK_NAMESPACES", api.namespace());
    settings.put("RLAIF_LEASE_NAMESPACE", api.namespace());
    settings.putAll(more);
    Path log = Files.createTempFile(Path.of("target"), "operator", ".log");
    return OperatorProcess.start(api.kubeconfig(), log, settings);
  }
}
