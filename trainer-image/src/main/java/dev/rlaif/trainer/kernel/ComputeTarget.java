package dev.rlaif.trainer.kernel;

import ai.djl.Device;
import dev.rlaif.trainer.kernel.cuda.Cuda;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a model is wanted.
 *
 * @param precision empty: float32 on a CPU, on a GPU as the model's files are stored
 */
public record ComputeTarget(Device device, Optional<Precision> precision) {
  private static final Pattern NAME = Pattern.compile("auto|cpu|cuda(?::(\\d{1,3}))?");

  /** The CPU, in float32. */
  public static final ComputeTarget CPU = new ComputeTarget(Device.cpu(), Optional.empty());

  /**
   * A device by name.
   *
   * @param name {@code cpu}, {@code cuda}, {@code cuda:N}, or {@code auto} for the first GPU where
   *     there is one
   * @throws StageFailure there is no such device here
   */
  public static ComputeTarget of(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw StageFailure.wrong("device '" + name + "' is not known: use auto, cpu, cuda or cuda:N");
    }
    if (name.equals("cpu")) {
      return CPU;
    }
    Torch.load();
    if (name.equals("auto")) {
      return Cuda.deviceCount() > 0 ? gpu(0) : CPU;
    }
    int index = matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
    requireGpu(name, index);
    return gpu(index);
  }

  public ComputeTarget withPrecision(Precision wanted) {
    return new ComputeTarget(device, Optional.of(wanted));
  }

  /**
   * The placement of a model.
   *
   * @param isHalf whether its files are of a 16-bit type
   */
  public Placement placement(boolean isHalf) {
    return new Placement(
        device,
        precision.orElse(device.isGpu() && isHalf ? Precision.BFLOAT16 : Precision.FLOAT32));
  }

  private static ComputeTarget gpu(int index) {
    return new ComputeTarget(Device.gpu(index), Optional.empty());
  }

  private static void requireGpu(String name, int index) {
    if (!Cuda.isInLibtorch()) {
      throw StageFailure.wrong(
          "device "
              + name
              + ": the libtorch that was loaded computes on the CPU only: set PYTORCH_LIBRARY_PATH"
              + " to one built for CUDA, or use cpu");
    }
    int count = Cuda.deviceCount();
    if (index >= count) {
      throw StageFailure.wrong(
          "device "
              + name
              + ": this machine shows "
              + (count == 0
                  ? "no GPU (is the driver there?), use cpu"
                  : count + " GPUs, from cuda:0"));
    }
  }
}
