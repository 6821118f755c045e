package dev.rlaif.operator.objects;

import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import dev.rlaif.api.v1alpha1.ServingRuntime;
import dev.rlaif.api.v1alpha1.StageLimits;
import dev.rlaif.operator.kube.Beside;
import dev.rlaif.operator.kube.Labels;
import dev.rlaif.operator.kube.ObjectNames;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The objects of a run. */
public final class RunObjects {
  private RunObjects() {}

  /**
   * What keeps a valid plan from becoming objects, one sentence each, and what would do: the plan
   * is too large, or what serves cannot read the model from where it is.
   */
  public static List<String> problems(RunContext run) {
    List<String> problems = new ArrayList<>();
    PlanConfigMap.problem(run.plan()).ifPresent(problems::add);
    unreadable(run.plan().spec()).ifPresent(problems::add);
    return problems;
  }

  /**
   * The plan, immutable; made once, at the start. Judges that are served have an endpoint in it.
   */
  public static ConfigMap plan(RunContext run) {
    return PlanConfigMap.of(
        Owner.of(run).owned(ObjectNames.plan(run.name()), Labels.ofRun(run.name())),
        ServedEndpoint.resolve(run.plan(), run.namespace()));
  }

  /** The workspace; absent with an existing claim. */
  public static Optional<PersistentVolumeClaim> workspace(RunContext run) {
    return WorkspaceVolume.claim(run);
  }

  /** The stages that this run has, in order, without serving. */
  public static List<StageName> stages(RunContext run) {
    List<StageName> stages = new ArrayList<>();
    if (ModelPlace.isRemote(run.plan().spec().model().uri())) {
      stages.add(StageName.MODEL);
    }
    stages.add(StageName.PROMPTS);
    if (run.plan().algorithm().type() == AlgorithmType.DPO) {
      stages.add(StageName.PAIRS);
    }
    stages.add(StageName.TRAIN);
    stages.add(StageName.EVALUATE);
    return List.copyOf(stages);
  }

  /**
   * The Job of a stage.
   *
   * @param failures that count already, when the Job has to be made again
   */
  public static Job job(RunContext run, StageName stage, int failures) {
    Owner owner = Owner.of(run);
    RlaifRunSpec spec = run.plan().spec();
    StageNeeds needs = StageNeeds.of(stage, run.plan());
    return StageJob.of(
        owner.owned(ObjectNames.job(run.name(), stage), owner.ofJob(owner.labels(stage))),
        needs.limits(),
        failures,
        stage == StageName.TRAIN ? spec.training().nodes() : 1,
        PodTemplate.of(owner, stage, spec.pods(), StagePod.of(run, needs)));
  }

  /** When a stage is given up. */
  public static StageLimits limits(RunContext run, StageName stage) {
    return StageNeeds.of(stage, run.plan()).limits();
  }

  /** Service of the ranks; absent for one node. */
  public static Optional<Service> ranks(RunContext run) {
    return run.plan().spec().training().nodes() > 1
        ? Optional.of(RanksService.of(run))
        : Optional.empty();
  }

  /**
   * What serves the tuned model, to be applied: Deployment, Service, with more than one replica a
   * PodDisruptionBudget; or KServe's object.
   */
  public static List<HasMetadata> serving(RunContext run) {
    return ServingObjects.of(run);
  }

  /**
   * The Service that outlives runs, as it leads to this one; absent where the run names none. Until
   * the run has started it does not tell when.
   */
  public static Optional<Service> servingAlias(RunContext run) {
    return ServingAlias.of(run);
  }

  /** What shows the run to people, to be applied while somebody wants it. */
  public static List<HasMetadata> viewing(RunContext run) {
    return ViewingObjects.of(run);
  }

  /** Where it is shown, inside the cluster. */
  public static String url(RunContext run, Beside beside) {
    return ViewingObjects.url(run, beside);
  }

  /** Where the tuned model answers, inside the cluster: base of its OpenAI API. */
  public static String url(RunContext run) {
    return ServingObjects.url(run);
  }

  /** The same behind a Service that leads to the run. */
  public static String url(RunContext run, Service service) {
    return ServingObjects.url(run, service.getMetadata().getName());
  }

  /** The name by which clients ask for the tuned model; the base answers to {@code NAME-base}. */
  public static String modelName(RunContext run) {
    return ServingPod.modelName(run);
  }

  private static Optional<String> unreadable(RlaifRunSpec spec) {
    ServingRuntime runtime = spec.serving().runtime();
    String uri = spec.model().uri();
    boolean readable =
        switch (runtime) {
          case RLAIF -> true;
          case VLLM -> !ModelPlace.isBundled(uri);
          case KSERVE -> ModelPlace.isRemote(uri) || StageClaims.claim(uri).isPresent();
        };
    return readable || !spec.serving().enabled()
        ? Optional.empty()
        : Optional.of(
            "spec.serving.runtime "
                + runtime.name().toLowerCase(Locale.ROOT)
                + " cannot read "
                + uri
                + ": put the model on a claim (pvc://CLAIM/PATH), or take runtime rlaif");
  }
}
