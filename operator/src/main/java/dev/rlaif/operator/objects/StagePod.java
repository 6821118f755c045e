package dev.rlaif.operator.objects;

import dev.rlaif.api.v1alpha1.Pods;
import dev.rlaif.api.v1alpha1.Resources;
import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import dev.rlaif.api.v1alpha1.SecretReference;
import dev.rlaif.operator.kube.ObjectNames;
import dev.rlaif.operator.kube.OperatorSettings;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.StageDoor;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** The pod of a stage: one container that reads the plan, works, and reports. */
final class StagePod {
  /** A judge keeps nothing: its verdict is the report. */
  private static final String JUDGE_WORKSPACE = "1Gi";

  private StagePod() {}

  static PodSpec of(RunContext run, StageNeeds needs) {
    RunPlan plan = run.plan();
    RlaifRunSpec spec = plan.spec();
    StageName stage = needs.stage();
    List<Mount> mounts = new ArrayList<>();
    mounts.add(Mount.plan(ObjectNames.plan(run.name())));
    mounts.add(WorkspaceVolume.writable(plan));
    if (stage == StageName.TRAIN) {
      mounts.add(Mount.sharedMemory(spec.training().sharedMemory()));
    }
    mounts.addAll(given(StageSecrets.of(stage, plan), StageClaims.of(stage, plan)));
    String image = Objects.requireNonNullElse(spec.image(), run.settings().trainerImage());
    ResourceRequirements resources =
        PodResources.of(needs.resources(), needs.gpus(), spec.training().gpuResource());
    PodSpecBuilder pod = stagePod(spec.pods());
    if (stage == StageName.TRAIN) {
      pod.withTerminationGracePeriodSeconds(
          spec.training().terminationGracePeriodSeconds().longValue());
      pod.withSubdomain(spec.training().nodes() > 1 ? ObjectNames.ranks(run.name()) : null);
    }
    return PodContainer.in(
        pod,
        container(
            stage, image, run.settings(), environment(run, stage).with(spec.pods()), resources),
        mounts);
  }

  /** The ranks of several nodes meet at the first pod of the Job. */
  private static Environment environment(RunContext run, StageName stage) {
    Environment environment = Environment.ofStage();
    boolean several = stage == StageName.TRAIN && run.plan().spec().training().nodes() > 1;
    return several
        ? environment.set(StageDoor.RENDEZVOUS_VARIABLE, RanksService.rendezvous(run))
        : environment;
  }

  static PodSpec of(JudgeContext judge, String planName) {
    Pods pods = judge.plan().judge().spec().pods();
    List<Mount> mounts = new ArrayList<>();
    mounts.add(Mount.plan(planName));
    mounts.add(Mount.scratch("workspace", StageDoor.WORKSPACE, JUDGE_WORKSPACE));
    mounts.addAll(
        given(StageSecrets.of(judge.plan().judge()), StageClaims.of(judge.plan().judge())));
    String image =
        Objects.requireNonNullElse(
            judge.plan().judge().spec().image(), judge.settings().trainerImage());
    ResourceRequirements resources = PodResources.of(new Resources(null, null), 0, "");
    return PodContainer.in(
        stagePod(pods),
        container(
            StageName.JUDGE, image, judge.settings(), Environment.ofStage().with(pods), resources),
        mounts);
  }

  private static PodSpecBuilder stagePod(Pods pods) {
    return PodFrame.of(pods).withRestartPolicy("Never");
  }

  private static ContainerBuilder container(
      StageName stage,
      String image,
      OperatorSettings settings,
      List<EnvVar> environment,
      ResourceRequirements resources) {
    return PodContainer.restricted(StageDoor.CONTAINER, image, settings.imagePullPolicy())
        .withArgs("stage", stage.word())
        .withEnv(environment)
        .withPorts(
            new ContainerPortBuilder()
                .withName("progress")
                .withContainerPort(StageDoor.PROGRESS_PORT)
                .build())
        .withResources(resources)
        .withTerminationMessagePath(StageDoor.REPORT_FILE)
        .withTerminationMessagePolicy("File");
  }

  private static List<Mount> given(Collection<SecretReference> secrets, Collection<String> claims) {
    List<Mount> mounts = new ArrayList<>();
    mounts.add(Mount.temporary());
    if (!secrets.isEmpty()) {
      mounts.add(Mount.secrets(secrets));
    }
    mounts.addAll(claims(claims));
    return mounts;
  }

  static List<Mount> claims(Collection<String> claims) {
    List<Mount> mounts = new ArrayList<>();
    for (String claim : claims) {
      mounts.add(Mount.claim(claim, mounts.size()));
    }
    return mounts;
  }
}
