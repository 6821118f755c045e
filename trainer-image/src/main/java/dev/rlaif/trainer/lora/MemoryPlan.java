package dev.rlaif.trainer.lora;

import com.sun.management.OperatingSystemMXBean;
import dev.rlaif.trainer.kernel.ModelShape;
import dev.rlaif.trainer.kernel.Placement;
import dev.rlaif.trainer.kernel.TrainingKernels;
import dev.rlaif.trainer.kernel.cuda.Cuda;
import java.lang.management.ManagementFactory;

/**
 * How many tokens one call may hold.
 *
 * @param activationBytes for what a forward pass keeps for its backward
 * @param logitBytes for the logits of one chunk of positions
 * @param keptBytes for log-softmaxes that a forward pass keeps; beyond, they are worked out again
 */
public record MemoryPlan(long activationBytes, long logitBytes, long keptBytes) {
  private static final long MIB = 1L << 20;
  private static final int MIN_CHUNK = 16;

  /** Tokens of a call without a graph: enough for large products, small beside the weights. */
  static final int CPU_SCORE_TOKENS = 2048;

  static final int GPU_SCORE_TOKENS = 8192;

  /** Of the device that a model is on, when its weights are there. */
  public static MemoryPlan of(Placement placement) {
    return placement.isGpu()
        ? ofGpu(Cuda.required().memory(placement.device().getDeviceId()).free())
        : ofThisMachine();
  }

  /** Half of what is free for activations; the rest is for key-value caches and fragments. */
  private static MemoryPlan ofGpu(long free) {
    return new MemoryPlan(free / 2, Math.max(64 * MIB, free / 32), free / 8);
  }

  /**
   * An eighth of memory for activations, 768 MiB at most: about a thousand tokens of a model of
   * 135M, and products of more rows than a few hundred are no faster.
   */
  private static MemoryPlan ofThisMachine() {
    OperatingSystemMXBean machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long activations = Math.min(768 * MIB, machine.getTotalMemorySize() / 8);
    return new MemoryPlan(activations, 32 * MIB, 512 * MIB);
  }

  /** Positions whose logits are alive together. */
  int chunk(int vocabulary) {
    return (int) Math.max(MIN_CHUNK, logitBytes / ((long) vocabulary * Float.BYTES));
  }

  /** Whether the log-softmaxes of so many positions may be kept. */
  boolean keeps(int positions, int vocabulary) {
    return (long) positions * vocabulary * Float.BYTES <= keptBytes;
  }

  /** Sequences of so many tokens whose activations fit, at least one. */
  int sequences(ModelShape shape, Placement placement, int tokens) {
    long sequence = tokenBytes(shape, placement) * Math.max(1, tokens);
    return (int) Math.max(1, activationBytes / sequence);
  }

  /** What a forward pass keeps of a token for its backward. */
  static long tokenBytes(ModelShape shape, Placement placement) {
    long layer =
        TrainingKernels.isSupported(placement) ? keptElements(shape) : graphElements(shape);
    return layer * shape.layers() * placement.precision().bytes();
  }

  /**
   * Of a layer: two hidden vectors, the rotated heads, before their norm too where they have one,
   * the output of attention with a number of each head, the gated layer's input, and low-rank
   * products, which are small.
   */
  private static long keptElements(ModelShape shape) {
    long projected = (shape.queryKeyNorm() ? 2L : 1L) * shape.projectedHeads() * shape.headSize();
    long attended = shape.heads() * (shape.headSize() + 1L);
    return 2L * shape.hidden() + projected + attended + 2L * shape.intermediate();
  }

  /**
   * Of a layer, by autograd: about eight vectors of the hidden size (two norms and the inputs of
   * products), the rotated heads, keys and values once more for each query head, and five of the
   * intermediate size.
   */
  private static long graphElements(ModelShape shape) {
    long attention = (2L * shape.projectedHeads() + 3L * shape.heads()) * shape.headSize();
    return 8L * shape.hidden() + attention + 5L * shape.intermediate();
  }
}
