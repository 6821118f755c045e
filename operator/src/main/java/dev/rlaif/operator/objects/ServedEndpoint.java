package dev.rlaif.operator.objects;

import dev.rlaif.api.v1alpha1.Endpoint;
import dev.rlaif.api.v1alpha1.JudgePart;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.api.v1alpha1.ServedJudge;
import dev.rlaif.operator.kube.ObjectNames;
import dev.rlaif.plan.JudgeCheckPlan;
import dev.rlaif.plan.JudgePlan;
import dev.rlaif.plan.RunPlan;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A judge that the operator serves, as the endpoint that it answers at: what plans hold, so that no
 * stage has to know who runs the server. The hash stays: it tells what decides a score.
 */
public final class ServedEndpoint {
  /** Port of the judge's Service and container. */
  static final int PORT = 8000;

  /** As of an endpoint that says nothing else. */
  private static final int SAMPLE_DEADLINE_SECONDS = 300;

  private static final int OUTAGE_LIMIT_SECONDS = 1800;

  private static final String HUB = "hf://";

  private ServedEndpoint() {}

  /** The judge with {@code endpoint} in place of {@code serve}; any other judge as it is. */
  public static JudgePlan resolve(JudgePlan judge, String namespace) {
    RewardJudgeSpec spec = judge.spec();
    ServedJudge serve = spec.serve();
    return serve == null
        ? judge
        : new JudgePlan(judge.name(), with(spec, endpoint(judge, serve, namespace)), judge.hash());
  }

  /** See {@link #resolve(JudgePlan, String)}. */
  public static JudgeCheckPlan resolve(JudgeCheckPlan plan, String namespace) {
    return new JudgeCheckPlan(resolve(plan.judge(), namespace), plan.configMaps());
  }

  /** Both judges of a run; see {@link #resolve(JudgePlan, String)}. */
  public static RunPlan resolve(RunPlan plan, String namespace) {
    return new RunPlan(
        plan.name(),
        plan.spec(),
        resolve(plan.judge(), namespace),
        plan.evaluationJudge().map(judge -> resolve(judge, namespace)),
        plan.algorithm(),
        plan.configMaps(),
        plan.hash());
  }

  /** Who scores, for people: a model's name, the parts' names, or what kind of rules it is. */
  public static String scorer(RewardJudgeSpec spec) {
    Endpoint endpoint = spec.endpoint();
    if (endpoint != null) {
      return endpoint.model();
    }
    List<JudgePart> parts = spec.parts();
    if (parts != null) {
      return parts.stream().map(JudgePart::name).collect(Collectors.joining(" + "));
    }
    return spec.format() == null ? "wordlist" : "format";
  }

  /** What the server calls the model: as on the hub, else as the judge is called. */
  static String modelName(String judge, ServedJudge serve) {
    String uri = serve.model().uri();
    return uri.startsWith(HUB) ? uri.substring(HUB.length()) : judge;
  }

  private static Endpoint endpoint(JudgePlan judge, ServedJudge serve, String namespace) {
    String host = ObjectNames.judgeServe(judge.name(), judge.hash()) + "." + namespace + ".svc";
    return new Endpoint(
        "http://" + host + ":" + PORT + "/v1",
        modelName(judge.name(), serve),
        null,
        null,
        serve.throughput(),
        serve.timeoutSeconds(),
        Math.max(SAMPLE_DEADLINE_SECONDS, serve.timeoutSeconds()),
        OUTAGE_LIMIT_SECONDS,
        serve.retries(),
        null,
        null);
  }

  private static RewardJudgeSpec with(RewardJudgeSpec spec, Endpoint endpoint) {
    return new RewardJudgeSpec(
        endpoint,
        null,
        spec.wordlist(),
        spec.format(),
        spec.parts(),
        spec.combine(),
        spec.prompt(),
        spec.scale(),
        spec.scoring(),
        spec.transform(),
        spec.validation(),
        spec.image(),
        spec.pods());
  }
}
