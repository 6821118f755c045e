package dev.rlaif.operator.observe;

import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Asks by HTTP. What answers is a pod that a user may have filled with anything, so that neither
 * its patience nor its length is trusted: an answer says how long it is, and is short.
 */
public final class ProgressDoor implements Function<URI, Optional<String>> {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final long MAX_BYTES = 64 * 1024;

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  /** Absent whenever the answer is none, or none that could be one. */
  @Override
  public Optional<String> apply(URI uri) {
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), ProgressDoor::body);
    try {
      HttpResponse<String> response = answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return response.statusCode() == HttpURLConnection.HTTP_OK
          ? Optional.of(response.body())
          : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException | TimeoutException e) {
      answer.cancel(true);
      return Optional.empty();
    }
  }

  private static BodySubscriber<String> body(ResponseInfo info) {
    long length = info.headers().firstValueAsLong("Content-Length").orElse(Long.MAX_VALUE);
    return length <= MAX_BYTES
        ? BodySubscribers.ofString(StandardCharsets.UTF_8)
        : BodySubscribers.replacing("");
  }
}
