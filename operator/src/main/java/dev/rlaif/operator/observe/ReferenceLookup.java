package dev.rlaif.operator.observe;

import dev.rlaif.api.v1alpha1.JudgePart;
import dev.rlaif.api.v1alpha1.NameReference;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import dev.rlaif.operator.kube.RewardJudgeResource;
import dev.rlaif.operator.kube.RlaifRunResource;
import dev.rlaif.operator.observe.References.Missing;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Looks for all that a run refers to. */
public final class ReferenceLookup {
  private final ClusterView cluster;
  private final String namespace;
  private final boolean secretsChecked;
  private final List<Missing> missing = new ArrayList<>();

  private ReferenceLookup(ClusterView cluster, String namespace, boolean secretsChecked) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.secretsChecked = secretsChecked;
  }

  /**
   * @param cached judges; one that is not among them is asked for
   */
  static References of(
      RlaifRunResource run,
      List<RewardJudgeResource> cached,
      ClusterView cluster,
      boolean secretsChecked) {
    RlaifRunSpec spec = run.getSpec();
    if (spec == null || spec.judgeRef() == null) {
      return References.NONE;
    }
    return new ReferenceLookup(cluster, run.getMetadata().getNamespace(), secretsChecked)
        .all(spec, cached);
  }

  private References all(RlaifRunSpec spec, List<RewardJudgeResource> cached) {
    Map<String, RewardJudgeResource> judges = judges(spec, cached);
    NamedObjects named = new NamedObjects().with(spec);
    judges.values().forEach(judge -> add(named, judge.getSpec()));
    Map<String, Map<String, String>> configMaps = configMaps(named);
    named.secrets().stream()
        .filter(secret -> secretsChecked && !cluster.secretExists(namespace, secret))
        .forEach(secret -> miss(Reason.SECRET_NOT_FOUND, "there is no Secret " + secret));
    named.claims().stream()
        .filter(claim -> cluster.claim(namespace, claim).isEmpty())
        .forEach(
            claim -> miss(Reason.CLAIM_NOT_FOUND, "there is no PersistentVolumeClaim " + claim));
    return new References(judges, configMaps, missing);
  }

  private Map<String, RewardJudgeResource> judges(
      RlaifRunSpec spec, List<RewardJudgeResource> cached) {
    Map<String, RewardJudgeResource> judges = new LinkedHashMap<>();
    for (String name : judgeNames(spec)) {
      Optional<RewardJudgeResource> judge =
          Children.named(cached, name).or(() -> cluster.judge(namespace, name));
      judge.ifPresentOrElse(
          found -> judges.put(name, found),
          () -> miss(Reason.JUDGE_NOT_FOUND, "there is no RewardJudge " + name));
    }
    return judges;
  }

  /** Names of the judges of training and evaluation. */
  public static SortedSet<String> judgeNames(RlaifRunSpec spec) {
    SortedSet<String> names = new TreeSet<>();
    names.add(spec.judgeRef().name());
    Optional.ofNullable(spec.evaluation().judgeRef())
        .map(NameReference::name)
        .ifPresent(names::add);
    return names;
  }

  /**
   * What the run's own stages read of a judge; what only its validation reads is its own matter.
   */
  private static void add(NamedObjects named, RewardJudgeSpec judge) {
    named.with(judge.endpoint()).with(judge.wordlist());
    Objects.requireNonNullElse(judge.parts(), List.<JudgePart>of()).forEach(named::with);
    new NamedObjects()
        .with(judge)
        .configMaps()
        .forEach(
            (name, keys) ->
                named.configMaps().computeIfAbsent(name, any -> new TreeSet<>()).addAll(keys));
  }

  private Map<String, Map<String, String>> configMaps(NamedObjects named) {
    Map<String, Map<String, String>> data = new LinkedHashMap<>();
    named
        .configMaps()
        .forEach(
            (name, keys) ->
                cluster
                    .configMap(namespace, name)
                    .map(ReferenceLookup::data)
                    .ifPresentOrElse(
                        found -> data.put(name, withKeys(name, keys, found)),
                        () -> miss(Reason.CONFIG_MAP_NOT_FOUND, "there is no ConfigMap " + name)));
    return data;
  }

  private Map<String, String> withKeys(
      String name, SortedSet<String> keys, Map<String, String> found) {
    keys.stream()
        .filter(key -> !found.containsKey(key))
        .forEach(
            key -> miss(Reason.CONFIG_MAP_NOT_FOUND, "ConfigMap " + name + " has no key " + key));
    return found;
  }

  private static Map<String, String> data(ConfigMap configMap) {
    return Objects.requireNonNullElse(configMap.getData(), Map.of());
  }

  private void miss(Reason reason, String message) {
    missing.add(new Missing(reason, message));
  }
}
