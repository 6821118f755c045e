package dev.rlaif.trainer.llama;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import dev.rlaif.trainer.kernel.Kernels;
import dev.rlaif.trainer.kernel.Torch;
import dev.rlaif.trainer.kernel.Weights;
import java.nio.file.Path;

/**
 * A frozen model: one copy of its weights, for everyone who generates, scores or trains with it.
 */
public final class LlamaModel implements AutoCloseable {
  private final LlamaConfig config;
  private final PtNDManager manager;
  private final Weights weights;
  private final Kernels kernels;

  private LlamaModel(LlamaConfig config, PtNDManager manager, Weights weights, Kernels kernels) {
    this.config = config;
    this.manager = manager;
    this.weights = weights;
    this.kernels = kernels;
  }

  /**
   * Loads a folder in Hugging Face's layout: config.json and safetensors, fp32, fp16 or bf16,
   * computed in fp32.
   *
   * @throws dev.rlaif.trainer.stage.StageFailure a file is missing, damaged or of a kind that this
   *     engine does not know
   */
  public static LlamaModel load(Path folder) {
    LlamaConfig config = LlamaConfig.read(folder);
    PtNDManager manager = Torch.newManager();
    try {
      Weights weights = new WeightLoader(folder, config, manager).load();
      return new LlamaModel(config, manager, weights, Kernels.load(manager, config.shape()));
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  public LlamaConfig config() {
    return config;
  }

  public Weights weights() {
    return weights;
  }

  public Kernels kernels() {
    return kernels;
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
