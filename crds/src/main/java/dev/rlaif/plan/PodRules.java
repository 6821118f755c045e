package dev.rlaif.plan;

import dev.rlaif.api.v1alpha1.EnvironmentVariable;
import dev.rlaif.api.v1alpha1.Pods;
import dev.rlaif.api.v1alpha1.Toleration;
import dev.rlaif.api.v1alpha1.TolerationOperator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Rules of the pods of both kinds. */
final class PodRules {
  private static final List<String> OPERATOR_LABELS =
      List.of(
          "rlaif.dev/",
          "app.kubernetes.io/",
          "batch.kubernetes.io/",
          "kueue.x-k8s.io/",
          "argocd.argoproj.io/");
  private static final List<String> OPERATOR_ANNOTATIONS =
      List.of("rlaif.dev/", "argocd.argoproj.io/");

  static final List<Rule<?>> ALL =
      List.of(
          new Rule<>(
              Pods.class,
              "labels",
              List.of("labels"),
              pods -> noneBegins(pods.labels(), OPERATOR_LABELS),
              noneBegins("labels", OPERATOR_LABELS),
              "labels of rlaif.dev, app.kubernetes.io, batch.kubernetes.io, kueue.x-k8s.io and"
                  + " argocd.argoproj.io are set by the operator"),
          new Rule<>(
              Pods.class,
              "annotations",
              List.of("annotations"),
              pods -> noneBegins(pods.annotations(), OPERATOR_ANNOTATIONS),
              noneBegins("annotations", OPERATOR_ANNOTATIONS),
              "annotations of rlaif.dev and argocd.argoproj.io are set by the operator"),
          new Rule<>(
              Pods.class,
              "nodeSelector",
              List.of("nodeSelector"),
              pods ->
                  pods.nodeSelector().keySet().stream()
                      .allMatch(key -> !key.isEmpty() && key.length() <= 316),
              "!has(self.nodeSelector) || self.nodeSelector.all(k, k.size() > 0 && k.size() <="
                  + " 316)",
              "a nodeSelector key has 1 to 316 characters"),
          new Rule<>(
              Toleration.class,
              "value",
              List.of("operator", "value"),
              toleration ->
                  toleration.operator() != TolerationOperator.EXISTS || toleration.value() == null,
              "self.?operator.orValue('Equal') != 'Exists' || !has(self.value)",
              "a toleration with operator Exists has no value"),
          new Rule<>(
              EnvironmentVariable.class,
              "",
              List.of("value", "secretKeyRef"),
              variable -> (variable.value() != null) != (variable.secretKeyRef() != null),
              "has(self.value) != has(self.secretKeyRef)",
              "an environment variable has either value or secretKeyRef"),
          new Rule<>(
              EnvironmentVariable.class,
              "name",
              List.of("name"),
              variable -> !variable.name().startsWith("RLAIF_"),
              "!self.name.startsWith('RLAIF_')",
              "names that begin with RLAIF_ belong to the operator"));

  private PodRules() {}

  private static String noneBegins(String map, List<String> prefixes) {
    String none =
        prefixes.stream()
            .map(prefix -> "!k.startsWith(" + Cel.text(prefix) + ")")
            .collect(Collectors.joining(" && "));
    return "!has(self." + map + ") || self." + map + ".all(k, " + none + ")";
  }

  private static boolean noneBegins(Map<String, String> map, List<String> prefixes) {
    return map.keySet().stream().noneMatch(key -> prefixes.stream().anyMatch(key::startsWith));
  }
}
