package dev.rlaif.operator.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rlaif.operator.cluster.ApiServer;
import dev.rlaif.operator.programs.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Lets a process act with exactly the rights that the plain manifests give the operator. */
final class Rights {
  static final String NAMESPACE = "rlaif-system";
  private static final String ACCOUNT = "rlaif-operator";
  private static final Set<String> KINDS =
      Set.of(
          "Namespace",
          "ServiceAccount",
          "Role",
          "RoleBinding",
          "ClusterRole",
          "ClusterRoleBinding");

  private static final YAMLMapper YAML = new YAMLMapper();

  private Rights() {}

  /**
   * Installs service account and roles, and writes a kubeconfig of that account.
   *
   * @param folder that the kubeconfig is written to
   */
  static Path install(ApiServer server, Path folder) throws IOException, InterruptedException {
    Path manifests = Repository.root().resolve("charts").resolve("manifests");
    StringBuilder wanted = new StringBuilder();
    for (String file : new String[] {"namespace.yaml", "rlaif.yaml"}) {
      try (var documents =
          YAML.readerFor(JsonNode.class).<JsonNode>readValues(manifests.resolve(file).toFile())) {
        while (documents.hasNext()) {
          JsonNode object = documents.next();
          if (KINDS.contains(object.path("kind").asText())) {
            wanted.append(YAML.writeValueAsString(object));
          }
        }
      }
    }
    server
        .kubectlReading(wanted.toString(), "apply", "--namespace=" + NAMESPACE, "-f", "-")
        .orThrow();
    String token =
        server
            .kubectl("create", "token", ACCOUNT, "--namespace=" + NAMESPACE, "--duration=6h")
            .orThrow()
            .strip();
    return kubeconfig(server.kubeconfig(), token, folder.resolve("operator.kubeconfig"));
  }

  private static Path kubeconfig(Path admin, String token, Path file) throws IOException {
    ObjectNode config = (ObjectNode) YAML.readTree(admin.toFile());
    ObjectNode user = new ObjectMapper().createObjectNode().put("token", token);
    ((ObjectNode) config.path("users").get(0)).set("user", user);
    Files.writeString(file, YAML.writeValueAsString(config));
    return file;
  }
}
