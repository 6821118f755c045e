package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Items;
import dev.rlaif.api.schema.Length;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of all pods of a run or judge; deliberately not a whole pod template.
 *
 * @param nodeSelector labels that a node must have
 * @param tolerations taints that the pods put up with
 * @param serviceAccountName its token is not mounted; default default
 * @param imagePullSecrets Secrets to pull the images with
 * @param env variables of every container
 * @param labels further labels; those of the operator and of controllers are refused
 * @param annotations further annotations; those of the operator and of controllers are refused
 * @param priorityClassName absent: the default of the cluster
 * @param schedulerName absent: the scheduler of the cluster
 * @param runtimeClassName absent: the runtime of the node
 */
public record Pods(
    @Items(max = 16) Map<String, @Length(min = 0, max = 63) String> nodeSelector,
    @Items(max = 16) List<Toleration> tolerations,
    @Length(max = 253) String serviceAccountName,
    @Items(max = 8) List<NameReference> imagePullSecrets,
    @Items(max = 64, key = "name") List<EnvironmentVariable> env,
    @Items(max = 16) Map<String, @Length(min = 0, max = 63) String> labels,
    @Items(max = 16) Map<String, @Length(min = 0, max = 1024) String> annotations,
    @Nullable @Length(max = 253) String priorityClassName,
    @Nullable @Length(max = 253) String schedulerName,
    @Nullable @Length(max = 253) String runtimeClassName,
    @Nullable PodSecurity securityContext) {
  static final Pods DEFAULTS =
      new Pods(
          Map.of(), List.of(), "default", List.of(), List.of(), Map.of(), Map.of(), null, null,
          null, null);

  public Pods {
    nodeSelector = Map.copyOf(requireNonNullElse(nodeSelector, Map.of()));
    tolerations = List.copyOf(requireNonNullElse(tolerations, List.of()));
    serviceAccountName = requireNonNullElse(serviceAccountName, "default");
    imagePullSecrets = List.copyOf(requireNonNullElse(imagePullSecrets, List.of()));
    env = List.copyOf(requireNonNullElse(env, List.of()));
    labels = Map.copyOf(requireNonNullElse(labels, Map.of()));
    annotations = Map.copyOf(requireNonNullElse(annotations, Map.of()));
  }
}
