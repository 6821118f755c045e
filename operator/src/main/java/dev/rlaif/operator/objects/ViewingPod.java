package dev.rlaif.operator.objects;

import dev.rlaif.api.v1alpha1.Pods;
import dev.rlaif.api.v1alpha1.Resources;
import dev.rlaif.operator.kube.Beside;
import dev.rlaif.operator.kube.Labels;
import dev.rlaif.operator.kube.ObjectNames;
import dev.rlaif.plan.StageDoor;
import dev.rlaif.plan.Workspace;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Pods that read a run's workspace and show it; they need little, and can change nothing. */
final class ViewingPod {
  private static final String HOST = "kubernetes.io/hostname";
  private static final String ALIVE = "/healthz";
  private static final long START_SECONDS = 120;

  private ViewingPod() {}

  /** The run's page, by the trainer's image. */
  static PodSpec ofPage(RunContext run) {
    String image =
        Objects.requireNonNullElse(run.plan().spec().image(), run.settings().trainerImage());
    return pod(
        run,
        container(run, Beside.VIEW, image, ALIVE, new Resources("100m", "512Mi"))
            .withArgs(pageArguments(run)));
  }

  /** TensorBoard, by an image that has the program {@code tensorboard}. */
  static PodSpec ofTensorBoard(RunContext run, String image) {
    String events = new Workspace(Path.of(StageDoor.WORKSPACE)).events().toString();
    return pod(
        run,
        container(run, Beside.TENSORBOARD, image, "/", new Resources("100m", "1Gi"))
            .withCommand("tensorboard")
            .withArgs("--logdir", events, "--host", "0.0.0.0", "--port", port()));
  }

  /** With every name that the Service is reached by: the page answers to no others. */
  private static List<String> pageArguments(RunContext run) {
    List<String> arguments = new ArrayList<>(List.of("view", "--workspace", StageDoor.WORKSPACE));
    arguments.addAll(List.of("--host", "0.0.0.0", "--port", port()));
    String service = ObjectNames.beside(run.name(), Beside.VIEW);
    String inNamespace = service + "." + run.namespace();
    for (String name :
        List.of(service, inNamespace, inNamespace + ".svc", inNamespace + ".svc.cluster.local")) {
      arguments.addAll(List.of("--allowed-host", name));
    }
    return arguments;
  }

  private static String port() {
    return Integer.toString(ServerPod.PORT);
  }

  private static ContainerBuilder container(
      RunContext run, Beside beside, String image, String health, Resources resources) {
    return ServerPod.listening(
            PodContainer.restricted(beside.word(), image, run.settings().imagePullPolicy()),
            health,
            START_SECONDS)
        .withEnv(Environment.basic().with(pods(run)))
        .withResources(PodResources.of(resources, 0, ""));
  }

  private static PodSpec pod(RunContext run, ContainerBuilder container) {
    List<Mount> mounts = List.of(WorkspaceVolume.readOnly(run.plan()), Mount.temporary());
    PodSpecBuilder frame = PodFrame.of(pods(run));
    if (!WorkspaceVolume.isShared(run.plan().spec())) {
      frame.withAffinity(besideTheRun(run));
    }
    return PodContainer.in(frame, container, mounts);
  }

  /** A volume of one node is read where the run's pods are, as far as that can be had. */
  private static Affinity besideTheRun(RunContext run) {
    return new AffinityBuilder()
        .withNewPodAffinity()
        .addNewPreferredDuringSchedulingIgnoredDuringExecution()
        .withWeight(100)
        .withNewPodAffinityTerm()
        .withTopologyKey(HOST)
        .withNewLabelSelector()
        .addToMatchLabels(Labels.RUN, run.name())
        .endLabelSelector()
        .endPodAffinityTerm()
        .endPreferredDuringSchedulingIgnoredDuringExecution()
        .endPodAffinity()
        .build();
  }

  private static Pods pods(RunContext run) {
    return run.plan().spec().pods();
  }
}
