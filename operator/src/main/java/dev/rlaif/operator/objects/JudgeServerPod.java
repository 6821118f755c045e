package dev.rlaif.operator.objects;

import dev.rlaif.api.v1alpha1.JudgeRuntime;
import dev.rlaif.api.v1alpha1.ModelSource;
import dev.rlaif.api.v1alpha1.ModelStorage;
import dev.rlaif.api.v1alpha1.Pods;
import dev.rlaif.api.v1alpha1.SecretReference;
import dev.rlaif.api.v1alpha1.ServedJudge;
import dev.rlaif.plan.StageDoor;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimTemplate;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimTemplateBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The pod that serves a judge's model. */
final class JudgeServerPod {
  private static final String CONTAINER = "server";
  private static final String HUB = "hf://";
  private static final String DOWNLOADS = "/models";
  private static final String SHARED_MEMORY = "8Gi";

  private JudgeServerPod() {}

  static PodSpec of(JudgeContext judge, ServedJudge serve) {
    return switch (serve.runtime()) {
      case VLLM -> ofVllm(judge, serve);
      case RLAIF -> ofRlaif(judge, serve);
    };
  }

  /** Why a judge's model cannot be served like this; absent if it can. */
  static Optional<String> problem(ServedJudge serve) {
    String uri = serve.model().uri();
    boolean vllm = serve.runtime() == JudgeRuntime.VLLM;
    if (vllm && (ModelPlace.isBundled(uri) || uri.startsWith("s3://"))) {
      return Optional.of(
          "spec.serve.model.uri is "
              + uri
              + ": runtime vllm reads hf://ORG/NAME, pvc://CLAIM/PATH, or a path in its image");
    }
    if (!vllm && ModelPlace.isRemote(uri)) {
      return Optional.of(
          "spec.serve.model.uri is "
              + uri
              + ": runtime rlaif reads pvc://CLAIM/PATH, bundled://PATH, or a path in its image; for"
              + " hf:// take runtime vllm");
    }
    return Optional.empty();
  }

  private static PodSpec ofVllm(JudgeContext judge, ServedJudge serve) {
    ModelSource model = serve.model();
    boolean hub = model.uri().startsWith(HUB);
    String place = hub ? model.uri().substring(HUB.length()) : ModelPlace.local(model.uri());
    VllmServer server = new VllmServer(place, served(judge, serve), model.dtype(), serve.gpus());
    if (hub) {
      server.option("--revision", Objects.requireNonNullElse(model.revision(), "main"));
    }
    if (serve.maxModelTokens() != null) {
      server.option("--max-model-len", serve.maxModelTokens().toString());
    }
    String image =
        Objects.requireNonNullElse(serve.image(), judge.settings().servingImage().vllm());
    ContainerBuilder container =
        container(judge, serve, image, VllmServer.HEALTH)
            .withCommand(VllmServer.COMMAND)
            .withArgs(server.more(serve.args()).args())
            .withEnv(environment(model, hub).with(pods(judge)));
    List<Mount> mounts = mounts(serve);
    mounts.add(Mount.sharedMemory(SHARED_MEMORY));
    if (hub) {
      mounts.add(downloads(serve.storage()));
    }
    return PodContainer.in(PodFrame.of(pods(judge)), container, mounts);
  }

  private static PodSpec ofRlaif(JudgeContext judge, ServedJudge serve) {
    List<String> args =
        ServingPod.listening("--model", serve.model().uri(), "--name", served(judge, serve));
    args.addAll(serve.args());
    String image =
        Objects.requireNonNullElse(serve.image(), judge.settings().servingImage().rlaif());
    ContainerBuilder container =
        container(judge, serve, image, ServingPod.READY)
            .withArgs(args)
            .withEnv(Environment.basic().with(pods(judge)));
    return PodContainer.in(PodFrame.of(pods(judge)), container, mounts(serve));
  }

  private static ContainerBuilder container(
      JudgeContext judge, ServedJudge serve, String image, String health) {
    return ServerPod.listening(
            PodContainer.restricted(CONTAINER, image, judge.settings().imagePullPolicy()),
            health,
            serve.startDeadlineSeconds())
        .withResources(PodResources.of(serve.resources(), serve.gpus(), serve.gpuResource()));
  }

  private static List<Mount> mounts(ServedJudge serve) {
    List<Mount> mounts = new ArrayList<>();
    mounts.add(Mount.temporary());
    SecretReference token = serve.model().tokenSecretRef();
    if (token != null) {
      mounts.add(Mount.secrets(List.of(token)));
    }
    mounts.addAll(StagePod.claims(StageClaims.claim(serve.model().uri()).stream().toList()));
    return mounts;
  }

  /** The hub's client reads its token from a file, so it need not be a variable. */
  private static Environment environment(ModelSource model, boolean hub) {
    Environment environment = VllmServer.environment();
    if (hub) {
      environment.set("HF_HOME", DOWNLOADS);
    }
    SecretReference token = model.tokenSecretRef();
    if (token != null) {
      environment.set("HF_TOKEN_PATH", StageDoor.SECRETS + "/" + token.name() + "/" + token.key());
    }
    return environment;
  }

  /**
   * A claim that comes and goes with its pod. One that stays could be had by one replica only, and
   * would be left behind by each change of the judge's prompt, which makes a server of its own.
   */
  private static Mount downloads(ModelStorage storage) {
    PersistentVolumeClaimTemplate claim =
        new PersistentVolumeClaimTemplateBuilder()
            .withNewSpec()
            .withAccessModes("ReadWriteOnce")
            .withStorageClassName(storage.storageClassName())
            .withNewResources()
            .addToRequests("storage", CanonicalQuantity.memory(storage.size()))
            .endResources()
            .endSpec()
            .build();
    return Mount.writable(
        new VolumeBuilder()
            .withName("models")
            .withNewEphemeral()
            .withVolumeClaimTemplate(claim)
            .endEphemeral()
            .build(),
        DOWNLOADS);
  }

  private static String served(JudgeContext judge, ServedJudge serve) {
    return ServedEndpoint.modelName(judge.name(), serve);
  }

  private static Pods pods(JudgeContext judge) {
    return judge.plan().judge().spec().pods();
  }
}
