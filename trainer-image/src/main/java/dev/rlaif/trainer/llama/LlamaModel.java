package dev.rlaif.trainer.llama;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import dev.rlaif.trainer.kernel.ComputeTarget;
import dev.rlaif.trainer.kernel.FreeMemory;
import dev.rlaif.trainer.kernel.Kernels;
import dev.rlaif.trainer.kernel.PackedWeights;
import dev.rlaif.trainer.kernel.Placement;
import dev.rlaif.trainer.kernel.Torch;
import dev.rlaif.trainer.kernel.Weights;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A frozen model, for everyone who generates, scores or trains with it: one copy of its weights on
 * a GPU; on a CPU, {@linkplain PackedWeights packed}, one for products with its matrices and one
 * for those with their transposes, on the way back of a training step.
 */
public final class LlamaModel implements AutoCloseable {
  private final LlamaConfig config;
  private final PtNDManager manager;
  private final Optional<Weights> trainable;
  private final Weights weights;
  private final Kernels kernels;
  private final long roomBytes;

  private LlamaModel(
      LlamaConfig config, PtNDManager manager, Weights loaded, Kernels kernels, Use use) {
    this.config = config;
    this.manager = manager;
    this.kernels = kernels;
    boolean isPacked = isPacked(config, kernels.placement(), use);
    if (use == Use.INFERENCE) {
      this.weights =
          isPacked ? PackedWeights.replace(loaded, kernels, manager, config.shape()) : loaded;
      this.trainable = Optional.empty();
    } else {
      this.weights =
          isPacked ? PackedWeights.copy(loaded, kernels, manager, config.shape()) : loaded;
      this.trainable =
          Optional.of(
              isPacked
                  ? PackedWeights.transpose(loaded, kernels, manager, config.shape())
                  : loaded);
    }
    this.roomBytes =
        kernels.placement().isGpu() ? FreeMemory.of(kernels.placement()) : Long.MAX_VALUE;
  }

  /** What a model is loaded for. */
  public enum Use {
    /** everything */
    TRAINING,
    /** whatever needs no derivative, so that a CPU need not keep its weights twice */
    INFERENCE
  }

  private static boolean isPacked(LlamaConfig config, Placement placement, Use use) {
    long bytes = config.parameters() * placement.precision().bytes();
    return PackedWeights.isSupported(placement)
        && (use == Use.INFERENCE || PackedWeights.fitBeside(bytes));
  }

  /** As {@link #load(Path, ComputeTarget)}, on the CPU in float32. */
  public static LlamaModel load(Path folder) {
    return load(folder, ComputeTarget.CPU);
  }

  /**
   * Loads a folder in Hugging Face's layout: config.json and safetensors, fp32, fp16 or bf16.
   *
   * @throws dev.rlaif.trainer.stage.StageFailure a file is missing, damaged or of a kind that this
   *     engine does not know
   */
  public static LlamaModel load(Path folder, ComputeTarget target) {
    return load(folder, target, Use.TRAINING);
  }

  /** As {@link #load(Path, ComputeTarget)}, for less than training. */
  public static LlamaModel load(Path folder, ComputeTarget target, Use use) {
    LlamaConfig config = LlamaConfig.read(folder);
    Map<String, StoredTensor> stored = ModelFiles.read(folder);
    boolean isHalf = stored.values().stream().noneMatch(tensor -> tensor.type() == TensorType.F32);
    return make(
        config,
        target.placement(isHalf),
        use,
        (manager, kernels) -> new WeightLoader(folder, config, stored, manager, kernels).load());
  }

  /** A model of random weights, to measure with; norms are 1, as in a new model. */
  public static LlamaModel random(LlamaConfig config, Placement placement, Use use) {
    return make(
        config,
        placement,
        use,
        (manager, kernels) -> new RandomWeights(config, manager, kernels).make());
  }

  private static LlamaModel make(
      LlamaConfig config,
      Placement placement,
      Use use,
      BiFunction<NDManager, Kernels, Weights> weights) {
    PtNDManager manager = Torch.newManager(placement.device());
    try {
      Kernels kernels = Kernels.load(manager, config.shape(), placement);
      return new LlamaModel(config, manager, weights.apply(manager, kernels), kernels, use);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  public Placement placement() {
    return kernels.placement();
  }

  public LlamaConfig config() {
    return config;
  }

  /** For computations without a graph; elements of its matrices may not be readable. */
  public Weights weights() {
    return weights;
  }

  /**
   * For the way back of a training step, and with autograd for both ways. Matrices of the layers
   * are as they are, or transposed and packed, see {@link PackedWeights#transpose}.
   *
   * @throws IllegalStateException if it was loaded for inference
   */
  public Weights trainableWeights() {
    return trainable.orElseThrow(
        () -> new IllegalStateException("this model was loaded for inference"));
  }

  public Kernels kernels() {
    return kernels;
  }

  /** Bytes of its GPU that were free when the weights were there; without bound on a CPU. */
  public long roomBytes() {
    return roomBytes;
  }

  /** A manager for arrays of one scope; whoever asks for it closes it. */
  public NDManager newScope() {
    return manager.newSubManager();
  }

  @Override
  public void close() {
    kernels.close();
    manager.close();
  }
}
