package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Items;
import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * vLLM as the engine of the rollouts.
 *
 * @param gpus GPUs that are taken from training.gpus; default 1
 * @param image absent: the operator's setting
 * @param args further arguments of the server
 */
public record Vllm(
    @Range(min = 1, max = 16) Integer gpus,
    @Nullable @Length(max = 512) String image,
    @Items(max = 32) List<@Length(min = 0, max = 256) String> args) {

  public Vllm {
    gpus = requireNonNullElse(gpus, 1);
    args = List.copyOf(requireNonNullElse(args, List.of()));
  }
}
