package dev.rlaif.trainer.chat;

import dev.rlaif.trainer.chat.ChatFailure.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Proxy;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;

/** One HTTP request and what came of it. */
final class CompletionCall implements AutoCloseable {
  private static final MediaType TYPE = MediaType.get("application/json");
  private static final int QUOTED_LENGTH = 300;

  /** A server that is there takes a connection at once, however long it thinks. */
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

  private final ChatEndpoint endpoint;
  private final OkHttpClient http;

  /** A result, and how long the server asks to be left alone. */
  record Outcome(ChatResult result, Optional<Duration> retryAfter) {

    static Outcome of(ChatResult result) {
      return new Outcome(result, Optional.empty());
    }
  }

  CompletionCall(ChatEndpoint endpoint) {
    this.endpoint = endpoint;
    var builder =
        new OkHttpClient.Builder()
            // A redirect would carry the key and the answers to a server nobody named.
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            .connectionPool(
                new ConnectionPool(endpoint.limits().concurrency(), 30, TimeUnit.SECONDS))
            .connectTimeout(shorter(LONGEST_CONNECT, endpoint.limits().requestTimeout()))
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO);
    endpoint.caBundle().ifPresent(pem -> Trust.add(pem, builder));
    endpoint
        .proxy()
        .ifPresentOrElse(proxy -> proxy.through(builder), () -> builder.proxy(Proxy.NO_PROXY));
    http = builder.build();
  }

  Outcome execute(byte[] body, long remainingNanos) {
    var request = request(endpoint.completionsUrl()).post(RequestBody.create(body, TYPE));
    var call = http.newCall(request.build());
    long limit = Math.min(remainingNanos, endpoint.limits().requestTimeout().toNanos());
    call.timeout().timeout(Math.max(limit, 1), TimeUnit.NANOSECONDS);
    try (Response response = call.execute()) {
      return outcome(response);
    } catch (InterruptedIOException e) {
      return failure(Kind.TIMEOUT, 0, "did not answer within " + limit / 1_000_000 + " ms");
    } catch (SSLException e) {
      return isCertificate(e)
          ? failure(Kind.UNTRUSTED, 0, "has a certificate that is not trusted: " + root(e))
          : failure(Kind.NETWORK, 0, "cannot be reached: " + e);
    } catch (IOException e) {
      return failure(Kind.NETWORK, 0, "cannot be reached: " + e);
    }
  }

  List<String> models() {
    var call = http.newCall(request(endpoint.modelsUrl()).build());
    call.timeout().timeout(endpoint.limits().requestTimeout().toNanos(), TimeUnit.NANOSECONDS);
    try (Response response = call.execute()) {
      Optional<String> text = bounded(response.body().source());
      return response.code() == 200
          ? text.map(CompletionJson::models).orElse(List.of())
          : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }

  private Request.Builder request(String url) {
    var request = new Request.Builder().url(url);
    endpoint.apiKey().authorization().ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static boolean isCertificate(SSLException e) {
    return e instanceof SSLPeerUnverifiedException || root(e) instanceof GeneralSecurityException;
  }

  private static Throwable root(Throwable e) {
    Throwable cause = e.getCause();
    return cause == null ? e : root(cause);
  }

  private Outcome outcome(Response response) throws IOException {
    int status = response.code();
    Optional<String> text = bounded(response.body().source());
    if (status == 200) {
      return text.map(body -> Outcome.of(read(body))).orElseGet(this::tooLong);
    }
    String said = quote(endpoint.apiKey().redact(text.orElse("(too long to quote)")));
    var failure = failure(kind(status), status, "answered with status " + status + ": " + said);
    return new Outcome(
        failure.result(), RetryAfter.parse(response.header("Retry-After"), Instant.now()));
  }

  private ChatResult read(String body) {
    // Some servers repeat what they were sent; what they say is kept in records.
    return CompletionJson.response(endpoint.apiKey().redact(body), endpoint.completionsUrl());
  }

  private Outcome tooLong() {
    long limit = endpoint.limits().maxResponseBytes();
    return failure(Kind.MALFORMED, 200, "sent more than " + limit + " bytes");
  }

  private Optional<String> bounded(BufferedSource source) throws IOException {
    return source.request(endpoint.limits().maxResponseBytes() + 1)
        ? Optional.empty()
        : Optional.of(source.readUtf8());
  }

  private static Kind kind(int status) {
    if (status == 429) {
      return Kind.HTTP_429;
    }
    return status >= 500 ? Kind.HTTP_5XX : Kind.REJECTED;
  }

  private Outcome failure(Kind kind, int status, String what) {
    String message = endpoint.completionsUrl() + " " + what;
    return Outcome.of(ChatFailure.of(kind, status, endpoint.apiKey().redact(message)));
  }

  private static String quote(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= QUOTED_LENGTH ? line : line.substring(0, QUOTED_LENGTH) + "…";
  }

  @Override
  public void close() {
    http.dispatcher().cancelAll();
    http.connectionPool().evictAll();
  }
}
