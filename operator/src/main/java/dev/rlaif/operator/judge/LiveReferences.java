package dev.rlaif.operator.judge;

import dev.rlaif.operator.kube.OperatorSettings;
import dev.rlaif.operator.kube.RewardJudgeResource;
import dev.rlaif.operator.observe.ClusterView;
import dev.rlaif.plan.ConfigMaps;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a judge names, asked of the server.
 *
 * @param configMaps their data by key; a key that is missing has an empty text
 */
record LiveReferences(Map<String, Map<String, String>> configMaps, List<Missing> missing) {

  static LiveReferences of(
      RewardJudgeResource judge, ClusterView cluster, OperatorSettings settings) {
    String namespace = judge.getMetadata().getNamespace();
    JudgeReferences names = JudgeReferences.of(judge.getSpec());
    Map<String, Map<String, String>> configMaps = new LinkedHashMap<>();
    List<Missing> missing = new ArrayList<>();
    for (ConfigMaps.Wanted wanted : names.configMaps()) {
      Optional<ConfigMap> found = cluster.configMap(namespace, wanted.name());
      Optional<String> text = found.map(ConfigMap::getData).map(data -> data.get(wanted.key()));
      if (text.isEmpty()) {
        missing.add(
            found.isEmpty()
                ? Missing.configMap(wanted.name(), wanted.path())
                : Missing.key(wanted.name(), wanted.key(), wanted.path()));
      }
      configMaps
          .computeIfAbsent(wanted.name(), name -> new LinkedHashMap<>())
          .put(wanted.key(), text.orElse(""));
    }
    names.secrets().entrySet().stream()
        .filter(named -> settings.secretsChecked())
        .filter(named -> !cluster.secretExists(namespace, named.getValue()))
        .forEach(named -> missing.add(Missing.secret(named.getValue(), named.getKey())));
    names.claims().entrySet().stream()
        .filter(named -> cluster.claim(namespace, named.getValue()).isEmpty())
        .forEach(named -> missing.add(Missing.claim(named.getValue(), named.getKey())));
    return new LiveReferences(configMaps, missing);
  }
}
