package dev.rlaif.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.api.v1alpha1.Endpoint;
import dev.rlaif.api.v1alpha1.JudgePart;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import dev.rlaif.api.v1alpha1.ServedJudge;
import dev.rlaif.api.v1alpha1.Validation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Hashes that tell whether two plans, or two judges, are the same where it matters. */
final class PlanHash {
  /** What may change while a run goes on. */
  private static final List<String> FREE = List.of("suspend", "cleanup", "activeDeadlineSeconds");

  private static final List<String> FREE_OF_SERVING = List.of("enabled", "replicas", "requestLog");
  private static final List<String> FREE_OF_TRACKING = List.of("viewer");

  private PlanHash() {}

  /** Of what decides a score: whenever one could change, this does. */
  static String ofJudge(RewardJudgeSpec spec, Map<String, Map<String, String>> configMaps) {
    ObjectNode scored = PlanJson.tree(spec);
    scored.remove(List.of("validation", "image", "pods", "endpoint", "serve"));
    Endpoint endpoint = spec.endpoint();
    if (endpoint != null) {
      scored.put("url", endpoint.url()).put("model", endpoint.model());
    }
    ServedJudge serve = spec.serve();
    if (serve != null) {
      scored.put("runtime", Fields.spelling(serve.runtime()));
      scored.set("source", PlanJson.tree(serve.model()).without("tokenSecretRef"));
    }
    List<JudgePart> parts = spec.parts();
    for (int i = 0; parts != null && i < parts.size(); i++) {
      part(parts.get(i), (ObjectNode) scored.get("parts").get(i), configMaps);
    }
    if (spec.wordlist() != null) {
      scored.set("words", PlanJson.tree(ConfigMaps.named(spec.wordlist(), configMaps)));
    }
    return of(scored);
  }

  private static void part(
      JudgePart part, ObjectNode scored, Map<String, Map<String, String>> configMaps) {
    Endpoint endpoint = part.endpoint();
    if (endpoint != null) {
      scored.remove("endpoint");
      scored.put("url", endpoint.url()).put("model", endpoint.model());
    }
    if (part.wordlist() != null) {
      scored.set("words", PlanJson.tree(ConfigMaps.named(part.wordlist(), configMaps)));
    }
  }

  static String ofProof(JudgePlan judge, Map<String, Map<String, String>> configMaps) {
    ObjectNode asked = PlanJson.tree(Map.of("judge", judge.hash()));
    Validation validation = judge.spec().validation();
    if (validation != null) {
      asked.set("validation", PlanJson.tree(validation).without("limits"));
      asked.set("examples", PlanJson.tree(ConfigMaps.named(validation, configMaps)));
    }
    return of(asked);
  }

  static String ofRun(
      RlaifRunSpec spec, List<String> judges, Map<String, Map<String, String>> configMaps) {
    ObjectNode fixed = PlanJson.tree(spec);
    fixed.remove(FREE);
    ((ObjectNode) fixed.get("serving")).remove(FREE_OF_SERVING);
    ((ObjectNode) fixed.get("tracking")).remove(FREE_OF_TRACKING);
    fixed.putPOJO("judges", judges);
    fixed.set("configMaps", PlanJson.tree(configMaps));
    return of(fixed);
  }

  private static String of(ObjectNode tree) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(PlanJson.write(tree).getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
