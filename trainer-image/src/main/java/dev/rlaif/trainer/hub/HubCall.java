package dev.rlaif.trainer.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.trainer.chat.ApiKey;
import dev.rlaif.trainer.chat.RetryAfter;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Single requests to a hub. Redirects are followed; OkHttp drops the token where one leads to
 * another host.
 */
final class HubCall implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpUrl hub;
  private final ApiKey token;
  private final OkHttpClient http;

  /** An attempt failed in a way that another may not. */
  static final class Again extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient Optional<Duration> wait;

    Again(String message, Optional<Duration> wait) {
      super(message);
      this.wait = wait;
    }

    /** What the server asks for. */
    Optional<Duration> askedFor() {
      return wait;
    }
  }

  HubCall(HttpUrl hub, ApiKey token, HubLimits limits) {
    this.hub = hub;
    this.token = token;
    this.http =
        new OkHttpClient.Builder()
            .connectTimeout(limits.connect())
            .readTimeout(limits.stall())
            .callTimeout(Duration.ZERO)
            .build();
  }

  /** What a revision of a model holds, with sizes and hashes. */
  JsonNode listing(HubModel model) throws IOException {
    HttpUrl url =
        hub.newBuilder()
            .addPathSegments("api/models/" + model.name())
            .addPathSegment("revision")
            .addPathSegment(model.revision())
            .addQueryParameter("blobs", "true")
            .build();
    try (Response response = http.newCall(request(url).build()).execute()) {
      require(model, response, 200);
      return JSON.readTree(response.body().bytes());
    }
  }

  /**
   * A file from a byte on; status 206, or 200 if the server sends it whole all the same.
   *
   * @param from 0: the whole file
   */
  Response file(HubModel model, String commit, HubFile file, long from) throws IOException {
    HttpUrl url =
        hub.newBuilder()
            .addPathSegments(model.name())
            .addPathSegment("resolve")
            .addPathSegment(commit)
            .addPathSegment(file.name())
            .build();
    Request.Builder request = request(url);
    // Sizes and ranges are of the file itself, not of a compressed form of it.
    request.header("Accept-Encoding", "identity");
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
    }
    Response response = http.newCall(request.build()).execute();
    try {
      require(model, response, from > 0 ? 206 : 200);
      return response;
    } catch (IOException | RuntimeException e) {
      response.close();
      throw e;
    }
  }

  private Request.Builder request(HttpUrl url) {
    Request.Builder request = new Request.Builder().url(url).header("User-Agent", "rlaif");
    token.authorization().ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  private void require(HubModel model, Response response, int wanted) throws IOException {
    int status = response.code();
    if (status == wanted || status == 200) {
      return;
    }
    String said = response.request().url().redact() + " says " + status;
    if (status == 408 || status == 416 || status == 429 || status >= 500) {
      throw new Again(said, RetryAfter.parse(response.header("Retry-After"), Instant.now()));
    }
    throw StageFailure.wrong(model.uri() + ": " + said + ": " + advice(status))
        .because(Reason.MODEL_INVALID);
  }

  private String advice(int status) {
    boolean known = token.authorization().isPresent();
    return switch (status) {
      case 401, 403 ->
          known
              ? "the token of spec.model.tokenSecretRef may not read it: accept the model's terms at"
                  + " the hub with that account, or give another token"
              : "it is gated, private, or not there: accept its terms at the hub and give a token by"
                  + " spec.model.tokenSecretRef, or correct spec.model.uri";
      case 404 -> "there is no such model, revision or file: correct spec.model.uri or .revision";
      default -> "check spec.model.uri, and HF_ENDPOINT where it is set";
    };
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
