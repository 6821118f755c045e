package dev.rlaif.trainer.chat;

import java.util.Optional;

/**
 * A server that speaks the OpenAI API.
 *
 * @param url base of the API, without {@code /chat/completions}
 * @param caBundle certificates in PEM that are trusted instead of the JVM's
 */
public record ChatEndpoint(
    String url, String model, ApiKey apiKey, Optional<String> caBundle, ChatLimits limits) {

  public ChatEndpoint {
    url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  public static ChatEndpoint open(String url, String model, ChatLimits limits) {
    return new ChatEndpoint(url, model, ApiKey.none(), Optional.empty(), limits);
  }

  String completionsUrl() {
    return url + "/chat/completions";
  }
}
