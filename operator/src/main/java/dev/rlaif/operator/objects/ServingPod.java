package dev.rlaif.operator.objects;

import dev.rlaif.api.v1alpha1.Pods;
import dev.rlaif.api.v1alpha1.RequestLogPolicy;
import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import dev.rlaif.api.v1alpha1.SecretReference;
import dev.rlaif.api.v1alpha1.Serving;
import dev.rlaif.operator.kube.ObjectNames;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.StageDoor;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.Workspace;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The pod that serves the tuned model, with the base model beside it as {@code NAME-base}. */
final class ServingPod {
  private static final String CONTAINER = "server";

  /** Whether the model is loaded, and the server not about to end. */
  static final String READY = "/readyz";

  /** What a Service needs to send no more requests to a pod that ends. */
  private static final String DRAIN_SECONDS = "5";

  /** What NCCL needs between the GPUs of a pod. */
  private static final String SHARED_MEMORY = "8Gi";

  private static final String REQUESTS = "/requests";

  private static final String REQUESTS_FOLDER =
      String.valueOf(new Workspace(Path.of(StageDoor.WORKSPACE)).requests().getFileName());

  private ServingPod() {}

  /** Served by the trainer's own image, which reads plan and workspace. */
  static PodSpec ofRlaif(RunContext run) {
    Serving serving = run.plan().spec().serving();
    String image =
        Objects.requireNonNullElse(serving.image(), run.settings().servingImage().rlaif());
    List<String> args =
        listening("--plan", StageDoor.PLAN_FILE, "--workspace", StageDoor.WORKSPACE);
    args.addAll(serving.args());
    ContainerBuilder container =
        container(run, image, READY).withArgs(args).withEnv(Environment.basic().with(pods(run)));
    List<Mount> mounts = new ArrayList<>();
    mounts.add(Mount.plan(ObjectNames.plan(run.name())));
    mounts.addAll(files(run.plan()));
    SecretReference keys = serving.apiKeySecretRef();
    if (keys != null) {
      container.addAllToArgs(List.of("--api-keys", keysFile(keys)));
      mounts.add(Mount.secrets(StageSecrets.of(StageName.SERVE, run.plan())));
    }
    RequestLogPolicy log = run.resource().getSpec().serving().requestLog();
    if (log != null) {
      container.addAllToArgs(logging(log));
      mounts.add(WorkspaceVolume.writablePart(run.plan(), REQUESTS_FOLDER, REQUESTS));
    }
    return PodContainer.in(PodFrame.of(pods(run)), container, mounts);
  }

  /** What is written beside a workspace that is only read otherwise. */
  private static List<String> logging(RequestLogPolicy log) {
    List<String> args = new ArrayList<>(List.of("--log-requests", REQUESTS));
    args.addAll(List.of("--log-sample", log.sample().toString()));
    for (String expression : log.redact()) {
      // in arguments Kubernetes takes $(NAME) for a variable, and two dollars for one
      args.addAll(List.of("--log-redact", expression.replace("$", "$$")));
    }
    return args;
  }

  /** Served by vLLM, which applies the adapter to each request that names it. */
  static PodSpec ofVllm(RunContext run) {
    RlaifRunSpec spec = run.plan().spec();
    Serving serving = spec.serving();
    String image =
        Objects.requireNonNullElse(serving.image(), run.settings().servingImage().vllm());
    String name = modelName(run);
    VllmServer server =
        new VllmServer(
                ModelPlace.folder(spec.model().uri()),
                baseName(run),
                spec.model().dtype(),
                serving.gpus())
            .adapter(name, ModelPlace.adapter(), spec.lora().largestRank())
            .more(serving.args());
    ContainerBuilder container =
        container(run, image, VllmServer.HEALTH)
            .withCommand(VllmServer.COMMAND)
            .withArgs(server.args())
            .withEnv(VllmServer.environment().with(pods(run)));
    List<Mount> mounts = files(run.plan());
    mounts.add(Mount.sharedMemory(SHARED_MEMORY));
    return PodContainer.in(PodFrame.of(pods(run)), container, mounts);
  }

  /**
   * Arguments of the trainer's own server, in a pod.
   *
   * @param what it serves, as options
   */
  static List<String> listening(String... what) {
    List<String> args = new ArrayList<>(List.of("serve"));
    args.addAll(List.of(what));
    args.addAll(List.of("--host", "0.0.0.0", "--port", Integer.toString(ServerPod.PORT)));
    args.addAll(List.of("--drain-seconds", DRAIN_SECONDS));
    return args;
  }

  private static String keysFile(SecretReference keys) {
    return StageDoor.SECRETS + "/" + keys.name() + "/" + keys.key();
  }

  /** The name that clients ask for. */
  static String modelName(RunContext run) {
    return Objects.requireNonNullElse(run.plan().spec().serving().modelName(), run.name());
  }

  static String baseName(RunContext run) {
    return modelName(run) + "-base";
  }

  private static ContainerBuilder container(RunContext run, String image, String health) {
    RlaifRunSpec spec = run.plan().spec();
    Serving serving = spec.serving();
    return ServerPod.listening(
            PodContainer.restricted(CONTAINER, image, run.settings().imagePullPolicy()),
            health,
            serving.startDeadlineSeconds())
        .withResources(
            PodResources.of(serving.resources(), serving.gpus(), spec.training().gpuResource()));
  }

  private static List<Mount> files(RunPlan plan) {
    List<Mount> mounts = new ArrayList<>();
    mounts.add(WorkspaceVolume.readOnly(plan));
    mounts.add(Mount.temporary());
    mounts.addAll(StagePod.claims(StageClaims.of(StageName.SERVE, plan)));
    return mounts;
  }

  private static Pods pods(RunContext run) {
    return run.plan().spec().pods();
  }
}
