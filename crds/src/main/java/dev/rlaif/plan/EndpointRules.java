package dev.rlaif.plan;

import dev.rlaif.api.v1alpha1.Endpoint;
import dev.rlaif.api.v1alpha1.Mlflow;
import java.util.List;
import java.util.regex.Pattern;

/** Rules of servers that are spoken to: of the OpenAI API, and of MLflow. */
final class EndpointRules {
  private static final Pattern URL = Pattern.compile("https?://[^/?#@ ]+(/[^?# ]*)?");
  private static final Pattern INSIDE =
      Pattern.compile(
          "http://[^/]*(localhost|127\\.0\\.0\\.1|\\.svc|\\.svc\\.cluster\\.local)(:[0-9]+)?(/.*)?");

  static final List<Rule<?>> ALL =
      List.of(
          new Rule<>(
              Endpoint.class,
              "url",
              List.of("url"),
              endpoint -> URL.matcher(endpoint.url()).matches(),
              Cel.matches("self.url", URL.pattern()),
              "url must be http:// or https:// with a host, without user, query or fragment"),
          new Rule<>(
              Endpoint.class,
              "sampleDeadlineSeconds",
              List.of("sampleDeadlineSeconds", "timeoutSeconds"),
              endpoint -> endpoint.timeoutSeconds() <= endpoint.sampleDeadlineSeconds(),
              "self.?timeoutSeconds.orValue(60) <= self.?sampleDeadlineSeconds.orValue(3600)",
              "sampleDeadlineSeconds must not be smaller than timeoutSeconds"),
          new Rule<>(
              Endpoint.class,
              "url",
              List.of("url"),
              endpoint -> !endpoint.url().endsWith("/chat/completions"),
              "!self.url.endsWith('/chat/completions')",
              "url is the base of the API (it ends with /v1): leave /chat/completions out"),
          new Rule<>(
              Endpoint.class,
              "url",
              List.of("url", "apiKeySecretRef"),
              endpoint ->
                  endpoint.apiKeySecretRef() == null
                      || endpoint.url().startsWith("https://")
                      || INSIDE.matcher(endpoint.url()).matches(),
              "!has(self.apiKeySecretRef) || self.url.startsWith('https://') || "
                  + Cel.matches("self.url", INSIDE.pattern()),
              "an API key is sent over https:// or to a Service of the cluster only"),
          new Rule<>(
              Mlflow.class,
              "uri",
              List.of("uri"),
              server -> URL.matcher(server.uri()).matches(),
              Cel.matches("self.uri", URL.pattern()),
              "uri must be http:// or https:// with a host, without user, query or fragment"),
          new Rule<>(
              Mlflow.class,
              "uri",
              List.of("uri", "tokenSecretRef"),
              server ->
                  server.tokenSecretRef() == null
                      || server.uri().startsWith("https://")
                      || INSIDE.matcher(server.uri()).matches(),
              "!has(self.tokenSecretRef) || self.uri.startsWith('https://') || "
                  + Cel.matches("self.uri", INSIDE.pattern()),
              "a token is sent over https:// or to a Service of the cluster only"));

  private EndpointRules() {}
}
