package dev.rlaif.operator.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rlaif.api.v1alpha1.Condition;
import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.api.v1alpha1.Metadata;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RewardJudge;
import dev.rlaif.api.v1alpha1.RewardJudgeStatus;
import dev.rlaif.api.v1alpha1.RlaifRun;
import dev.rlaif.api.v1alpha1.RlaifRunStatus;
import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.api.v1alpha1.StageStatus;
import dev.rlaif.api.v1alpha1.ValidationStatus;
import dev.rlaif.operator.kube.ClusterJson;
import dev.rlaif.operator.kube.OperatorSettings;
import dev.rlaif.operator.kube.PlainSettings;
import dev.rlaif.operator.kube.RewardJudgeResource;
import dev.rlaif.operator.kube.RlaifRunResource;
import dev.rlaif.operator.observe.Children;
import dev.rlaif.operator.observe.RunObservation;
import dev.rlaif.operator.observe.RunObserver;
import dev.rlaif.plan.Documents;
import dev.rlaif.plan.RunPlanner;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageProgress;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A run in a cluster of the memory, whose clock stands still until somebody moves it. */
final class Scene {
  static final Path FOLDER = Path.of("src/test/resources/run");
  static final OperatorSettings SETTINGS = new PlainSettings(true);
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final KubernetesSerialization JSON = json();
  private static final int SETTLED = 20;

  final MemoryCluster cluster = new MemoryCluster();
  final List<RunDecision> decisions = new ArrayList<>();
  private final ObjectNode document;
  private RlaifRunResource run;
  private Instant now = Instant.parse("2026-01-01T10:00:00Z");
  private Optional<StageProgress> progress = Optional.empty();

  /**
   * @param changes YAML each, merged into the spec of {@code run.yaml}
   */
  Scene(String... changes) {
    document = tree("run.yaml", changes);
    run = read(document, RlaifRunResource.class);
    run.getMetadata().setUid("uid-of-run");
    run.getMetadata().setGeneration(1L);
    putJudge();
  }

  /** A run whose judge is proved, and that has started. */
  static Scene started(String... changes) {
    Scene scene = new Scene(changes);
    scene.prove();
    scene.settle();
    return scene;
  }

  /** A run whose stages before {@code stage} are done. */
  static Scene at(StageName stage, String... changes) {
    Scene scene = started(changes);
    for (StageName before : List.of(StageName.PROMPTS, StageName.TRAIN, StageName.EVALUATE)) {
      if (before == stage) {
        break;
      }
      scene.job(before).complete();
      scene.settle();
    }
    return scene;
  }

  /** One look, and what follows from it. */
  RunDecision pass() {
    String before = JSON.asJson(run);
    RunObservation seen = observe();
    RunDecision decision = RunDecision.of(seen);
    if (!decision.equals(RunDecision.of(seen)) || !before.equals(JSON.asJson(run))) {
      throw new AssertionError("a decision is pure, and changes nothing that it was given");
    }
    Outcome outcome = cluster.execute(run, decision.actions(), now);
    RunDecision said = Aftermath.of(seen, decision, outcome);
    decisions.add(said);
    run = JSON.clone(run);
    run.setStatus(JSON.unmarshal(JSON.asJson(said.status()), RlaifRunStatus.class));
    return decision;
  }

  /** What would be decided if the caches had not filled yet. */
  RunDecision passWithEmptyCache() {
    Children none = new MemoryCluster().children();
    return RunDecision.of(observer().observe(run, none, progress));
  }

  RunObservation observe() {
    return observer().observe(run, cluster.children(), progress);
  }

  private RunObserver observer() {
    return new RunObserver(cluster, SETTINGS, Clock.fixed(now, ZoneOffset.UTC));
  }

  /** Looks until nothing is done and said any more. */
  Scene settle() {
    boolean settled =
        IntStream.range(0, SETTLED)
            .anyMatch(
                pass -> {
                  RlaifRunStatus before = run.getStatus();
                  return pass().actions().isEmpty() && Objects.equals(before, run.getStatus());
                });
    if (!settled) {
      throw new AssertionError("does not come to rest: " + decisions.get(decisions.size() - 1));
    }
    return this;
  }

  Scene later(Duration time) {
    now = now.plus(time);
    return this;
  }

  Instant now() {
    return now;
  }

  /** A person edits the spec. */
  Scene edit(String change) {
    merge((ObjectNode) document.get("spec"), yaml(change));
    RlaifRunResource edited = read(document, RlaifRunResource.class);
    edited.getMetadata().setUid(run.getMetadata().getUid());
    edited.getMetadata().setGeneration(run.getMetadata().getGeneration() + 1);
    edited.setStatus(run.getStatus());
    run = edited;
    return this;
  }

  Scene says(StageProgress said) {
    progress = Optional.of(said);
    return this;
  }

  /** The judge has passed its validation, as it is now. */
  Scene prove() {
    judgeStatus(true, "0.9650");
    return this;
  }

  Scene disprove() {
    judgeStatus(false, "0.6000");
    return this;
  }

  private void judgeStatus(boolean passed, String accuracy) {
    cluster
        .find(RewardJudgeResource.class, "judge")
        .ifPresent(
            judge -> {
              var figures =
                  new ValidationStatus(
                      hash(judge),
                      passed,
                      20,
                      accuracy,
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      passed ? List.of() : List.of("accuracy 0.6000 is below 0.85"),
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      List.of());
              judge.setStatus(
                  new RewardJudgeStatus(
                      1L, List.of(), hash(judge), null, "wordlist", figures, null, null));
            });
  }

  private static String hash(RewardJudgeResource judge) {
    var document =
        new RewardJudge(
            RlaifRun.API_VERSION,
            RewardJudge.KIND,
            new Metadata("judge", null, Map.of(), Map.of()),
            judge.getSpec());
    return RunPlanner.judge(Documents.of(List.of(), List.of(document), Map.of()), Optional.empty())
        .plan()
        .orElseThrow()
        .judge()
        .hash();
  }

  private void putJudge() {
    RewardJudgeResource judge = read(tree("judge.yaml"), RewardJudgeResource.class);
    judge.getMetadata().setUid("uid-of-judge");
    judge.getMetadata().setGeneration(1L);
    cluster.put(judge);
  }

  JobPlay job(StageName stage) {
    return new JobPlay(this, stage);
  }

  RlaifRunResource run() {
    return run;
  }

  RlaifRunStatus status() {
    return run.knownStatus();
  }

  @Nullable RunPhase phase() {
    return status().phase();
  }

  Optional<Condition> condition(ConditionType type) {
    return status().conditions().stream().filter(condition -> condition.type() == type).findFirst();
  }

  Reason ready() {
    return ready(status());
  }

  static Reason ready(RlaifRunStatus status) {
    return status.conditions().stream()
        .filter(condition -> condition.type() == ConditionType.READY)
        .findFirst()
        .orElseThrow()
        .reason();
  }

  boolean is(ConditionType type) {
    return condition(type).filter(Condition::isTrue).isPresent();
  }

  StageStatus stage(StageName stage) {
    return status().stages().stream()
        .filter(known -> known.name().equals(stage.word()))
        .findFirst()
        .orElseThrow();
  }

  static <T> T read(JsonNode tree, Class<T> type) {
    return JSON.unmarshal(tree.toString(), type);
  }

  private static ObjectNode tree(String file, String... changes) {
    try {
      ObjectNode tree = (ObjectNode) YAML.readTree(Files.readString(FOLDER.resolve(file)));
      for (String change : changes) {
        merge((ObjectNode) tree.get("spec"), yaml(change));
      }
      return tree;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode yaml(String text) {
    try {
      return YAML.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void merge(ObjectNode into, JsonNode change) {
    for (Map.Entry<String, JsonNode> field : change.properties()) {
      if (field.getValue().isObject() && into.get(field.getKey()) instanceof ObjectNode inner) {
        merge(inner, field.getValue());
      } else {
        into.set(field.getKey(), field.getValue());
      }
    }
  }

  private static KubernetesSerialization json() {
    ObjectMapper mapper = new ObjectMapper();
    new ClusterJson().customize(mapper);
    return new KubernetesSerialization(mapper, true);
  }
}
