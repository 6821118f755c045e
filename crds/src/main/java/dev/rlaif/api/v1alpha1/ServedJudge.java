package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Items;
import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Range;
import dev.rlaif.api.schema.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A judge's model that the operator serves.
 *
 * @param model that judges
 * @param runtime default vllm
 * @param image absent: the operator's setting for the runtime
 * @param args further arguments of the server
 * @param gpus GPUs of each replica; default 8
 * @param gpuResource name of the GPU resource; default nvidia.com/gpu
 * @param replicas pods of the server; default 1
 * @param maxModelTokens longest prompt and reply together; absent: the model's own
 * @param resources of each replica
 * @param startDeadlineSeconds how long it may take until the server answers; default 3600
 * @param timeoutSeconds how long one request may take; default 60
 * @param retries further attempts after 429, 5xx and network failures; default 5
 */
public record ServedJudge(
    @Required ModelSource model,
    JudgeRuntime runtime,
    @Nullable @Length(max = 512) String image,
    @Items(max = 32) List<@Length(min = 0, max = 256) String> args,
    @Range(min = 0, max = 16) Integer gpus,
    @Length(max = 253) String gpuResource,
    @Range(min = 1, max = 64) Integer replicas,
    @Nullable @Range(min = 128, max = 1048576) Integer maxModelTokens,
    Resources resources,
    ModelStorage storage,
    @Range(min = 30, max = 604800) Long startDeadlineSeconds,
    Throughput throughput,
    @Range(min = 1, max = 3600) Integer timeoutSeconds,
    @Range(min = 0, max = 20) Integer retries) {

  public ServedJudge {
    runtime = requireNonNullElse(runtime, JudgeRuntime.VLLM);
    args = List.copyOf(requireNonNullElse(args, List.of()));
    gpus = requireNonNullElse(gpus, 8);
    gpuResource = requireNonNullElse(gpuResource, "nvidia.com/gpu");
    replicas = requireNonNullElse(replicas, 1);
    resources = requireNonNullElse(resources, Resources.DEFAULTS);
    storage = requireNonNullElse(storage, ModelStorage.DEFAULTS);
    startDeadlineSeconds = requireNonNullElse(startDeadlineSeconds, 3600L);
    throughput = requireNonNullElse(throughput, Throughput.DEFAULTS);
    timeoutSeconds = requireNonNullElse(timeoutSeconds, 60);
    retries = requireNonNullElse(retries, 5);
  }
}
