package dev.rlaif.trainer.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class HttpProxyTest {
  private static final Map<String, String> BOTH =
      Map.of(
          "HTTPS_PROXY", "http://secure:3128", "HTTP_PROXY", "plain:8080", "http_proxy", "low:1");

  private static String proxy(String url, Map<String, String> environment) {
    return HttpProxy.of(url, environment).map(HttpProxy::toString).orElse("direct");
  }

  @Test
  void eachSchemeHasItsVariable() {
    assertThat(proxy("https://judge.example/v1", BOTH)).isEqualTo("secure:3128");
    assertThat(proxy("http://judge.example/v1", BOTH)).isEqualTo("low:1");
    assertThat(proxy("http://judge.example/v1", Map.of("HTTP_PROXY", "plain")))
        .isEqualTo("plain:80");
    assertThat(proxy("http://judge.example/v1", Map.of())).isEqualTo("direct");
    assertThat(proxy("http://127.0.0.1:8000/v1", BOTH)).isEqualTo("direct");
    assertThat(proxy("http://localhost:8000/v1", BOTH)).isEqualTo("direct");
  }

  @ParameterizedTest
  @CsvSource({
    "judge.example, direct",
    "example, direct",
    ".example, direct",
    "*.example, direct",
    "*, direct",
    "a.b; judge.example:8000 , direct",
    "JUDGE.EXAMPLE, direct",
    "judge.example:9000, secure:3128",
    "dge.example, secure:3128",
    "other.example, secure:3128",
    "'', secure:3128"
  })
  void exceptionsAreReachedDirectly(String exceptions, String expected) {
    Map<String, String> environment =
        Map.of("HTTPS_PROXY", "http://secure:3128", "NO_PROXY", exceptions.replace(';', ','));

    assertThat(proxy("https://judge.example:8000/v1", environment)).isEqualTo(expected);
  }

  @Test
  void refusesWhatIsNoProxyAndQuotesNoPassword() {
    for (String named :
        List.of("socks5://user:hidden@host:1", "http://user:hidden@", "::hidden::")) {
      assertThatThrownBy(() -> proxy("https://a.example/v1", Map.of("HTTPS_PROXY", named)))
          .hasMessageContaining("HTTPS_PROXY names no proxy")
          .hasMessageNotContaining("hidden");
    }
  }

  @Test
  void plainRequestsGoThroughTheProxyThatGetsItsPasswordOnly() throws IOException {
    var seen = new ConcurrentLinkedQueue<String>();
    HttpServer proxy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext(
        "/",
        exchange -> {
          String password = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
          seen.add(exchange.getRequestURI() + " " + password);
          byte[] body = ScriptedServer.completion("through").getBytes(StandardCharsets.UTF_8);
          if (password == null) {
            exchange.getResponseHeaders().add("Proxy-Authenticate", "Basic realm=\"p\"");
            exchange.sendResponseHeaders(407, -1);
          } else {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    proxy.start();
    try {
      var result = ask("http://judge.example/v1", "http://me:pw@127.0.0.1:" + port(proxy));

      assertThat(result).isInstanceOf(ChatReply.class);
      assertThat(seen)
          .containsExactly(
              "http://judge.example/v1/chat/completions null",
              "http://judge.example/v1/chat/completions Basic bWU6cHc=");
    } finally {
      proxy.stop(0);
    }
  }

  @Test
  void encryptedRequestsAreTunnelled() throws IOException {
    try (var proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> firstLine(proxy));
      ChatResult result =
          ask("https://judge.example/v1", "http://127.0.0.1:" + proxy.getLocalPort());

      assertThat(first.join()).isEqualTo("CONNECT judge.example:443 HTTP/1.1");
      assertThat(result).isInstanceOf(ChatFailure.class);
    }
  }

  private static String firstLine(ServerSocket proxy) {
    try (var connection = proxy.accept();
        var reader =
            new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      return String.valueOf(reader.readLine());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static int port(HttpServer server) {
    return server.getAddress().getPort();
  }

  private static ChatResult ask(String url, String proxy) {
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
    var environment = Map.of("HTTP_PROXY", proxy, "HTTPS_PROXY", proxy);
    var endpoint =
        new ChatEndpoint(
            url, "m", ApiKey.none(), Optional.empty(), HttpProxy.of(url, environment), limits);
    try (var client = new ChatClient(endpoint)) {
      return client.probe(0);
    }
  }
}
