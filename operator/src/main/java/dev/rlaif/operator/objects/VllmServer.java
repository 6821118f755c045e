package dev.rlaif.operator.objects;

import dev.rlaif.api.v1alpha1.Dtype;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The command line of vLLM's OpenAI server, one option each.
 *
 * <p>Source: vLLM's command line reference, {@code vllm serve}, and its page on LoRA adapters.
 */
final class VllmServer {
  /** Where vLLM says whether its engine lives. */
  static final String HEALTH = "/health";

  static final List<String> COMMAND = List.of("vllm", "serve");
  private static final int SMALLEST_MAX_RANK = 8;

  private final List<String> args = new ArrayList<>();

  /**
   * @param model folder, or name on the hub
   * @param servedName what clients call it
   */
  VllmServer(String model, String servedName, Dtype dtype, int gpus) {
    args.add(model);
    option("--served-model-name", servedName);
    option("--port", Integer.toString(ServerPod.PORT));
    if (dtype != Dtype.AUTO) {
      option("--dtype", dtype.name().toLowerCase(Locale.ROOT));
    }
    if (gpus > 1) {
      option("--tensor-parallel-size", Integer.toString(gpus));
    }
  }

  VllmServer option(String name, String value) {
    args.add(name);
    args.add(value);
    return this;
  }

  /** An adapter under a name of its own. */
  VllmServer adapter(String name, String folder, int rank) {
    args.add("--enable-lora");
    option("--max-lora-rank", Integer.toString(maxRank(rank)));
    return option("--lora-modules", name + "=" + folder);
  }

  VllmServer more(List<String> options) {
    args.addAll(options);
    return this;
  }

  List<String> args() {
    return List.copyOf(args);
  }

  /** Its variables of the environment, besides the basic ones. It reports its use to nobody. */
  static Environment environment() {
    // A user without an entry in the password file has no name, and PyTorch asks for one.
    return Environment.basic().set("USER", "rlaif").set("VLLM_NO_USAGE_STATS", "1");
  }

  /** vLLM takes powers of two, from 8 on, and makes buffers of that size. */
  static int maxRank(int rank) {
    int max = SMALLEST_MAX_RANK;
    while (max < rank) {
      max *= 2;
    }
    return max;
  }
}
