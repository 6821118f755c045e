package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Items;
import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Matches;
import dev.rlaif.api.schema.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * vLLM as the engine of the rollouts.
 *
 * @param urls bases of the APIs of servers that run already, such as {@code http://HOST:8000/v1},
 *     each replica by itself; they serve the run's model with {@code --enable-lora --max-loras 2},
 *     a {@code --max-lora-rank} that is no smaller than lora.rank and lora.rankPattern, and {@code
 *     VLLM_ALLOW_RUNTIME_LORA_UPDATING=1}
 * @param workspacePath where the servers see the workspace of the run, from which they read
 *     adapters; absent: where the trainer sees it
 * @param gpus GPUs that are taken from training.gpus, without urls; default 1
 * @param image absent: the operator's setting
 * @param args further arguments of the server
 */
public record Vllm(
    @Items(min = 1, max = 64, distinct = true)
        List<
                @Length(max = 2048)
                @Matches(
                    regex = "https?://[^/?#@\\s]+(/[^?#\\s]*)?",
                    says = "http:// or https:// with a host, without user, query or fragment")
                String>
            urls,
    @Nullable @Length(max = 1024) String workspacePath,
    @Range(min = 1, max = 16) Integer gpus,
    @Nullable @Length(max = 512) String image,
    @Items(max = 32) List<@Length(min = 0, max = 256) String> args) {

  public Vllm {
    urls = List.copyOf(requireNonNullElse(urls, List.of()));
    gpus = requireNonNullElse(gpus, 1);
    args = List.copyOf(requireNonNullElse(args, List.of()));
  }

  /** GPUs that the trainer does without: servers that run already have their own. */
  public int takenGpus() {
    return urls.isEmpty() ? gpus : 0;
  }
}
