package dev.rlaif.trainer.serve;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that is answered with an error in the shape of the OpenAI API. */
final class ApiError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String type;
  private final @Nullable String param;
  private final @Nullable String code;
  private final @Nullable Duration retryAfter;

  private ApiError(
      int status,
      String type,
      String message,
      @Nullable String param,
      @Nullable String code,
      @Nullable Duration retryAfter) {
    super(message);
    this.status = status;
    this.type = type;
    this.param = param;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** A field of the request is wrong. */
  static ApiError field(String param, String message) {
    return field(param, message, null);
  }

  static ApiError field(String param, String message, @Nullable String code) {
    return new ApiError(400, "invalid_request_error", param + " " + message, param, code, null);
  }

  static ApiError request(int status, String message) {
    return new ApiError(status, "invalid_request_error", message, null, null, null);
  }

  static ApiError noSuchModel(String name, String served) {
    return new ApiError(
        404,
        "invalid_request_error",
        "model " + name + " is not served here: " + served,
        "model",
        "model_not_found",
        null);
  }

  static ApiError unauthorised() {
    return new ApiError(
        401,
        "invalid_request_error",
        "the API key is missing or wrong: send Authorization: Bearer KEY",
        null,
        "invalid_api_key",
        null);
  }

  static ApiError overloaded(String message, Duration retryAfter) {
    return new ApiError(429, "rate_limit_error", message, null, "rate_limit_exceeded", retryAfter);
  }

  static ApiError unavailable(String message) {
    return new ApiError(503, "server_error", message, null, null, null);
  }

  static ApiError internal() {
    return new ApiError(
        500, "server_error", "the server failed; its log says how", null, null, null);
  }

  int status() {
    return status;
  }

  Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  Body body() {
    return new Body(new Detail(String.valueOf(getMessage()), type, param, code));
  }

  /** As it goes over the wire, absent parts as null. */
  record Body(Detail error) {}

  record Detail(String message, String type, @Nullable String param, @Nullable String code) {}
}
