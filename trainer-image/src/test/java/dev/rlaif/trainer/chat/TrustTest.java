package dev.rlaif.trainer.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TrustTest {
  private static final String PASSWORD = "changeit";
  private static final ChatRequest REQUEST =
      ChatRequest.text(List.of(ChatMessage.user("Hi")), 0, 1);

  @TempDir Path folder = Path.of("/nowhere");

  @Test
  void trustsTheCertificatesOfTheBundleAndNotThoseOfStrangers() throws Exception {
    Path store = keyPair("server");
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(store)));
    server.createContext(
        "/v1/chat/completions",
        exchange -> {
          byte[] body = ScriptedServer.completion("safe").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      String url = "https://localhost:" + server.getAddress().getPort() + "/v1";

      assertThat(ask(url, Optional.of(certificate(store)))).isInstanceOf(ChatReply.class);
      assertThat(ask(url, Optional.of(certificate(keyPair("other")))))
          .isInstanceOfSatisfying(
              ChatFailure.class, f -> assertThat(f.kind()).isEqualTo(ChatFailure.Kind.UNTRUSTED));
      assertThat(ask(url, Optional.empty())).isInstanceOf(ChatFailure.class);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void refusesWhatIsNoBundle() {
    for (String pem :
        List.of("", "hello", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")) {
      assertThatThrownBy(() -> ask("https://localhost:1/v1", Optional.of(pem)))
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining("caBundleConfigMapRef");
    }
  }

  private static ChatResult ask(String url, Optional<String> caBundle) {
    var limits =
        new ChatLimits(
            1,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Duration.ofSeconds(5),
            0,
            Duration.ofSeconds(5),
            Duration.ZERO,
            Duration.ofMillis(1),
            10_000);
    try (var client =
        new ChatClient(
            new ChatEndpoint(url, "m", ApiKey.none(), caBundle, Optional.empty(), limits))) {
      return client.send(REQUEST).join();
    }
  }

  private Path keyPair(String name) throws IOException, InterruptedException {
    Path store = folder.resolve(name + ".p12");
    keytool(
        "-genkeypair",
        "-alias",
        "key",
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-ext",
        "SAN=dns:localhost",
        "-keystore",
        store.toString(),
        "-storepass",
        PASSWORD);
    return store;
  }

  private String certificate(Path store) throws IOException, InterruptedException {
    Path file = folder.resolve("certificate.pem");
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "key",
        "-file",
        file.toString(),
        "-keystore",
        store.toString(),
        "-storepass",
        PASSWORD);
    return Files.readString(file);
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    String program = Path.of(System.getProperty("java.home", ""), "bin", "keytool").toString();
    var process =
        new ProcessBuilder(Stream.concat(Stream.of(program), Stream.of(arguments)).toList())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private static SSLContext context(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
