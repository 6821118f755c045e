package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Range;
import dev.rlaif.api.schema.Required;
import org.jspecify.annotations.Nullable;

/**
 * A server that speaks the OpenAI API.
 *
 * @param url base of the API, such as {@code https://HOST/v1}: without user, query, fragment and
 *     {@code /chat/completions}
 * @param model name of the model, as the server knows it
 * @param apiKeySecretRef key of the API; sent over https or to a Service of the cluster only
 * @param caBundleConfigMapRef certificates of the authorities to trust, beside the system's
 * @param timeoutSeconds how long one request may take; default 60
 * @param sampleDeadlineSeconds how long one answer may take with all its attempts; default 300, or
 *     the time-out if that is longer
 * @param outageLimitSeconds how long is waited for a server that is down; work pauses meanwhile,
 *     and fails after it; default 1800
 * @param retries further attempts after 429, 5xx and network failures; default 5
 * @param promptPrice of a million tokens that are sent, in any currency; absent: not counted
 * @param completionPrice of a million tokens that are answered, in the same currency; absent: not
 *     counted
 */
public record Endpoint(
    @Required @Length(max = 2048) String url,
    @Required @Length(max = 256) String model,
    @Nullable SecretReference apiKeySecretRef,
    @Nullable KeyReference caBundleConfigMapRef,
    Throughput throughput,
    @Range(min = 1, max = 3600) Integer timeoutSeconds,
    @Range(min = 1, max = 36000) Integer sampleDeadlineSeconds,
    @Range(min = 0, max = 604800) Integer outageLimitSeconds,
    @Range(min = 0, max = 20) Integer retries,
    @Nullable @Range(min = 0, max = 100000) Double promptPrice,
    @Nullable @Range(min = 0, max = 100000) Double completionPrice) {

  public Endpoint {
    throughput = requireNonNullElse(throughput, Throughput.DEFAULTS);
    timeoutSeconds = requireNonNullElse(timeoutSeconds, 60);
    sampleDeadlineSeconds =
        requireNonNullElse(sampleDeadlineSeconds, Math.max(300, timeoutSeconds));
    outageLimitSeconds = requireNonNullElse(outageLimitSeconds, 1800);
    retries = requireNonNullElse(retries, 5);
  }
}
