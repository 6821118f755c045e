package dev.rlaif.trainer.chat;

import dev.rlaif.api.v1alpha1.Endpoint;
import dev.rlaif.api.v1alpha1.KeyReference;
import dev.rlaif.api.v1alpha1.SecretReference;
import dev.rlaif.trainer.stage.Sources;
import java.util.Map;
import java.util.Optional;

/**
 * A server that speaks the OpenAI API.
 *
 * @param url base of the API, without {@code /chat/completions}
 * @param caBundle certificates in PEM that are trusted beside the JVM's
 * @param proxy that requests go through; empty: none
 */
public record ChatEndpoint(
    String url,
    String model,
    ApiKey apiKey,
    Optional<String> caBundle,
    Optional<HttpProxy> proxy,
    ChatLimits limits) {

  public ChatEndpoint {
    url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  public static ChatEndpoint open(String url, String model, ChatLimits limits) {
    return new ChatEndpoint(url, model, ApiKey.none(), Optional.empty(), Optional.empty(), limits);
  }

  /** As a document names it; key, certificates and proxy are looked up. */
  public static ChatEndpoint of(Endpoint spec, Sources sources, Map<String, String> environment) {
    SecretReference secret = spec.apiKeySecretRef();
    KeyReference bundle = spec.caBundleConfigMapRef();
    return new ChatEndpoint(
        spec.url(),
        spec.model(),
        secret == null ? ApiKey.none() : ApiKey.secret(secret.name(), secret.key(), environment),
        Optional.ofNullable(bundle).map(ref -> sources.configMapText(ref.name(), ref.key())),
        HttpProxy.of(spec.url(), environment),
        ChatLimits.of(spec));
  }

  String completionsUrl() {
    return url + "/chat/completions";
  }

  String modelsUrl() {
    return url + "/models";
  }
}
