package dev.rlaif.trainer.chat;

import dev.rlaif.trainer.stage.StageFailure;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import okhttp3.OkHttpClient;

/**
 * The proxy that the environment names for an address: {@code HTTPS_PROXY} or {@code HTTP_PROXY} as
 * the address asks for, {@code NO_PROXY} for what is reached directly; the names in lower case go
 * before those in upper case.
 */
public final class HttpProxy {
  private final String host;
  private final int port;

  /** User and password in Basic's form; shown in no text. */
  private final Optional<String> authorization;

  private HttpProxy(String host, int port, Optional<String> authorization) {
    this.host = host;
    this.port = port;
    this.authorization = authorization;
  }

  /** Empty where nothing is named, for this machine itself, and for what NO_PROXY names. */
  static Optional<HttpProxy> of(String url, Map<String, String> environment) {
    URI target = URI.create(url);
    String variable = "https".equals(target.getScheme()) ? "https_proxy" : "http_proxy";
    String named = value(variable, environment);
    if (named.isEmpty() || isDirect(target, value("no_proxy", environment))) {
      return Optional.empty();
    }
    return Optional.of(parse(named, variable.toUpperCase(Locale.ROOT)));
  }

  private static String value(String name, Map<String, String> environment) {
    String upper = environment.getOrDefault(name.toUpperCase(Locale.ROOT), "");
    return environment.getOrDefault(name, upper).strip();
  }

  private static boolean isDirect(URI target, String exceptions) {
    String host = String.valueOf(target.getHost()).toLowerCase(Locale.ROOT);
    if (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]")) {
      return true;
    }
    return List.of(exceptions.toLowerCase(Locale.ROOT).split(",")).stream()
        .map(String::strip)
        .anyMatch(entry -> names(entry, host, target.getPort()));
  }

  /** An entry names a host and all below it, or one port of them. */
  private static boolean names(String entry, String host, int port) {
    String[] parts = entry.replaceFirst("^\\*?\\.", "").split(":", 2);
    boolean samePort = parts.length == 1 || parts[1].equals(String.valueOf(port));
    return entry.equals("*")
        || !parts[0].isEmpty()
            && samePort
            && (host.equals(parts[0]) || host.endsWith("." + parts[0]));
  }

  private static HttpProxy parse(String text, String variable) {
    try {
      URI proxy = URI.create(text.contains("://") ? text : "http://" + text);
      String host = proxy.getHost();
      if (host != null && "http".equals(proxy.getScheme())) {
        int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
        return new HttpProxy(
            host, port, Optional.ofNullable(proxy.getUserInfo()).map(HttpProxy::basic));
      }
    } catch (IllegalArgumentException e) {
      // not quoted: it may hold a password
    }
    throw StageFailure.wrong(
        "the environment variable " + variable + " names no proxy: give http://HOST:PORT");
  }

  private static String basic(String userInfo) {
    byte[] bytes = userInfo.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  /** Sends everything through this proxy; it is told its password when it asks for one. */
  void through(OkHttpClient.Builder http) {
    http.proxy(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port)));
    authorization.ifPresent(
        value ->
            http.proxyAuthenticator(
                (route, response) ->
                    response.request().header("Proxy-Authorization") != null
                        ? null
                        : response
                            .request()
                            .newBuilder()
                            .header("Proxy-Authorization", value)
                            .build()));
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
