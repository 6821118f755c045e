package dev.rlaif.trainer.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.rlaif.trainer.kernel.Kernels;
import dev.rlaif.trainer.kernel.OptimiserKernels;

/** AdamW of an adapter on its GPU, in fp32. */
public final class DeviceOptimiser implements AdapterOptimiser {
  private final OptimiserKernels optimiser;
  private final Kernels kernels;
  private final NDArray parameters;
  private final NDArray sum;
  private final NDArray first;
  private final NDArray second;

  /**
   * @param manager owns sum and moments
   * @param parameters [n], whose gradients are meant
   */
  DeviceOptimiser(NDManager manager, Kernels kernels, NDArray parameters) {
    this.kernels = kernels;
    this.optimiser = new OptimiserKernels(kernels);
    this.parameters = parameters;
    this.sum = manager.zeros(parameters.getShape());
    this.first = manager.zeros(parameters.getShape());
    this.second = manager.zeros(parameters.getShape());
  }

  /** The sum, for a collective that completes it in place: [n] fp32. */
  public long sumHandle() {
    return ((PtNDArray) sum).getHandle();
  }

  public long length() {
    return sum.size();
  }

  @Override
  public void zero() {
    optimiser.zero(sum);
  }

  @Override
  public void add() {
    try (NDArray gradient = JniUtils.getGradient((PtNDArray) parameters)) {
      if (gradient != null) {
        optimiser.add(sum, gradient);
      }
    }
  }

  @Override
  public double norm() {
    return optimiser.norm(sum);
  }

  @Override
  public void step(OptimiserKernels.Update update) {
    optimiser.adamw(parameters, sum, first, second, update);
  }

  @Override
  public float[] firstMoment() {
    return first.toFloatArray();
  }

  @Override
  public float[] secondMoment() {
    return second.toFloatArray();
  }

  @Override
  public void load(float[] firstMoment, float[] secondMoment) {
    load(first, firstMoment);
    load(second, secondMoment);
  }

  private void load(NDArray target, float[] values) {
    try (NDArray staged = target.getManager().create(values, target.getShape())) {
      kernels.assign(target, staged);
    }
  }
}
