package dev.rlaif.operator.objects;

import dev.rlaif.api.v1alpha1.Pods;
import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import dev.rlaif.api.v1alpha1.Serving;
import dev.rlaif.operator.kube.ObjectNames;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * KServe's object for a language model with an adapter. KServe brings image, probes, service and
 * volumes; base model and adapter are both read from claims, so that nothing is downloaded again.
 *
 * <p>Source: KServe, {@code serving.kserve.io/v1alpha1}, LLMInferenceService, {@code
 * spec.model.lora.adapters}.
 */
final class KserveService {
  static final String API_VERSION = "serving.kserve.io/v1alpha1";
  static final String KIND = "LLMInferenceService";

  /** The container that KServe's own templates give the server. */
  private static final String CONTAINER = "main";

  private static final String SERVICE_SUFFIX = "-kserve-workload-svc";
  private static final int PORT = 8000;
  private static final int LONGEST_NAME = 63;
  private static final int MD5_CHARACTERS = 32;

  private KserveService() {}

  static GenericKubernetesResource of(RunContext run) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion(API_VERSION)
        .withKind(KIND)
        .withMetadata(ServingObjects.metadata(run))
        .addToAdditionalProperties("spec", spec(run))
        .build();
  }

  /** KServe's Service encrypts with a certificate that the cluster made. */
  static String url(RunContext run) {
    return "https://%s.%s.svc:%d/v1"
        .formatted(serviceName(ObjectNames.serve(run.name())), run.namespace(), PORT);
  }

  private static Map<String, Object> spec(RunContext run) {
    Owner owner = Owner.of(run);
    Pods pods = run.plan().spec().pods();
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("model", model(run));
    Integer replicas = ServingObjects.replicas(run);
    if (replicas != null) {
      spec.put("replicas", replicas);
    }
    spec.put("labels", PodTemplate.labels(owner, StageName.SERVE, pods));
    spec.put("annotations", PodTemplate.annotations(owner, pods));
    int gpus = run.plan().spec().serving().gpus();
    if (gpus > 1) {
      spec.put("parallelism", Map.of("tensor", gpus));
    }
    spec.put("template", PodFrame.placed(pods).withContainers(container(run)).build());
    return spec;
  }

  private static Map<String, Object> model(RunContext run) {
    Map<String, Object> adapter = new LinkedHashMap<>();
    adapter.put("name", ServingPod.modelName(run));
    adapter.put("uri", ModelPlace.adapterOnClaim(run.plan()));
    Map<String, Object> lora = new LinkedHashMap<>();
    lora.put("adapters", List.of(adapter));
    lora.put("maxRank", VllmServer.maxRank(run.plan().spec().lora().largestRank()));
    Map<String, Object> model = new LinkedHashMap<>();
    String uri = run.plan().spec().model().uri();
    model.put("uri", ModelPlace.onClaim(run.plan()).orElse(uri));
    model.put("name", ServingPod.baseName(run));
    model.put("lora", lora);
    return model;
  }

  private static Container container(RunContext run) {
    RlaifRunSpec spec = run.plan().spec();
    Serving serving = spec.serving();
    return new ContainerBuilder()
        .withName(CONTAINER)
        .withEnv(Environment.none().with(spec.pods()))
        .withResources(
            PodResources.of(serving.resources(), serving.gpus(), spec.training().gpuResource()))
        .build();
  }

  /**
   * The name that KServe gives the Service. A name that would be too long keeps its beginning and
   * gets its own MD5 in hexadecimal.
   *
   * <p>Source: Knative, {@code kmeta.ChildName}.
   */
  static String serviceName(String name) {
    if (name.length() + SERVICE_SUFFIX.length() <= LONGEST_NAME) {
      return name + SERVICE_SUFFIX;
    }
    int kept = LONGEST_NAME - MD5_CHARACTERS - SERVICE_SUFFIX.length();
    return name.substring(0, kept) + md5(name) + SERVICE_SUFFIX;
  }

  private static String md5(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
