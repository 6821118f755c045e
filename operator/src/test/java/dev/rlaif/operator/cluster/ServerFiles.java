package dev.rlaif.operator.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;

/**
 * The files of one API server.
 *
 * @param folder that is its own
 */
record ServerFiles(Path folder) {
  /** Known to nobody but the server, which listens on loopback only. */
  private static final String TOKEN = "admin";

  /** Everything that changes something, without contents; reading is not recorded. */
  private static final String AUDIT =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules:
      - {level: None, verbs: [get, list, watch]}
      - {level: None, users: ["system:apiserver"]}
      - {level: Metadata}
      """;

  static ServerFiles write(Path folder) throws IOException, GeneralSecurityException {
    ServerFiles files = new ServerFiles(Files.createDirectories(folder));
    Files.writeString(files.tokens(), TOKEN + ",admin,admin,\"system:masters\"\n");
    Files.writeString(files.auditPolicy(), AUDIT);
    Files.writeString(files.serviceAccountKey(), privateKey());
    return files;
  }

  /** The server writes its own certificate there when it starts. */
  Path certificates() {
    return folder.resolve("certificates");
  }

  Path authority() {
    return certificates().resolve("apiserver.crt");
  }

  Path tokens() {
    return folder.resolve("tokens.csv");
  }

  Path serviceAccountKey() {
    return folder.resolve("service-accounts.key");
  }

  Path auditPolicy() {
    return folder.resolve("audit-policy.yaml");
  }

  Path auditLog() {
    return folder.resolve("audit.log");
  }

  Path log(String program) {
    return folder.resolve(program + ".log");
  }

  Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  /** Writes the kubeconfig of an administrator. */
  void writeKubeconfig(String url) throws IOException {
    Files.writeString(
        kubeconfig(),
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: tests, cluster: {server: "%s", certificate-authority: "%s"}}]
        users: [{name: admin, user: {token: %s}}]
        contexts: [{name: tests, context: {cluster: tests, user: admin}}]
        current-context: tests
        """
            .formatted(url, authority(), TOKEN));
  }

  private static String privateKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(key)
        + "\n-----END PRIVATE KEY-----\n";
  }
}
