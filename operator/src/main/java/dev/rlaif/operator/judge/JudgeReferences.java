package dev.rlaif.operator.judge;

import dev.rlaif.api.v1alpha1.Endpoint;
import dev.rlaif.api.v1alpha1.EnvironmentVariable;
import dev.rlaif.api.v1alpha1.JudgePart;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.api.v1alpha1.SecretReference;
import dev.rlaif.api.v1alpha1.ServedJudge;
import dev.rlaif.api.v1alpha1.Validation;
import dev.rlaif.api.v1alpha1.Wordlist;
import dev.rlaif.plan.ConfigMaps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a judge names in its namespace.
 *
 * @param secrets by the path that names them
 * @param claims by the path that names them
 */
record JudgeReferences(
    Map<String, String> secrets, List<ConfigMaps.Wanted> configMaps, Map<String, String> claims) {
  private static final Pattern CLAIM = Pattern.compile("pvc://([^/]+).*");

  static JudgeReferences of(RewardJudgeSpec spec) {
    return new JudgeReferences(secrets(spec), ConfigMaps.wanted(spec, "spec"), claims(spec));
  }

  boolean isEmpty() {
    return secrets.isEmpty() && configMaps.isEmpty() && claims.isEmpty();
  }

  private static Map<String, String> secrets(RewardJudgeSpec spec) {
    Map<String, String> secrets = new LinkedHashMap<>();
    Endpoint endpoint = spec.endpoint();
    if (endpoint != null) {
      secret(secrets, "spec.endpoint.apiKeySecretRef", endpoint.apiKeySecretRef());
    }
    for (JudgePart part : parts(spec)) {
      Endpoint own = part.endpoint();
      if (own != null) {
        secret(secrets, path(part) + "endpoint.apiKeySecretRef", own.apiKeySecretRef());
      }
    }
    ServedJudge serve = spec.serve();
    if (serve != null && serve.model() != null) {
      secret(secrets, "spec.serve.model.tokenSecretRef", serve.model().tokenSecretRef());
    }
    for (EnvironmentVariable variable : spec.pods().env()) {
      if (variable.secretKeyRef() != null) {
        secrets.put(
            "spec.pods.env." + variable.name() + ".secretKeyRef", variable.secretKeyRef().name());
      }
    }
    return secrets;
  }

  private static List<JudgePart> parts(RewardJudgeSpec spec) {
    return Objects.requireNonNullElse(spec.parts(), List.of());
  }

  private static String path(JudgePart part) {
    return "spec.parts[" + part.name() + "].";
  }

  private static void secret(
      Map<String, String> secrets, String path, @Nullable SecretReference reference) {
    if (reference != null) {
      secrets.put(path, reference.name());
    }
  }

  private static Map<String, String> claims(RewardJudgeSpec spec) {
    Map<String, String> claims = new LinkedHashMap<>();
    ServedJudge serve = spec.serve();
    claim(claims, "spec.serve.model.uri", serve == null ? null : serve.model().uri());
    Wordlist words = spec.wordlist();
    claim(claims, "spec.wordlist.uri", words == null ? null : words.uri());
    for (JudgePart part : parts(spec)) {
      Wordlist own = part.wordlist();
      claim(claims, path(part) + "wordlist.uri", own == null ? null : own.uri());
    }
    Validation validation = spec.validation();
    claim(
        claims,
        "spec.validation.examples.uri",
        validation == null ? null : validation.examples().uri());
    return claims;
  }

  private static void claim(Map<String, String> claims, String path, @Nullable String uri) {
    Matcher claim = CLAIM.matcher(uri == null ? "" : uri);
    if (claim.matches()) {
      claims.put(path, claim.group(1));
    }
  }
}
