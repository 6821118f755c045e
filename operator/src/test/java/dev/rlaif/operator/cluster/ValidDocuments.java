package dev.rlaif.operator.cluster;

import dev.rlaif.operator.programs.Output;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The valid documents of crds' tests as objects of the server. */
final class ValidDocuments {
  private ValidDocuments() {}

  /** Creates {@code valid/NAME.yaml} in the namespace of the test. */
  static void create(ApiServer server, String name) throws IOException, InterruptedException {
    String resource = "/valid/" + name + ".yaml";
    try (InputStream stream = ValidDocuments.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalArgumentException("no resource " + resource);
      }
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      server.kubectlReading(text, "create", "-f", "-").orThrow();
    }
  }

  /**
   * Writes the status of an object.
   *
   * @param object kind and name, such as {@code rlaifrun/vegetarian}
   * @param status in YAML
   */
  static void patchStatus(ApiServer server, String object, String status)
      throws IOException, InterruptedException {
    tryPatchStatus(server, object, status).orThrow();
  }

  static Output tryPatchStatus(ApiServer server, String object, String status)
      throws IOException, InterruptedException {
    String patch = "status:\n" + status.indent(2);
    return server.kubectl(
        "patch", object, "--subresource=status", "--type=merge", "--patch=" + patch);
  }
}
