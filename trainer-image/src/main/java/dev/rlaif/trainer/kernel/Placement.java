package dev.rlaif.trainer.kernel;

import ai.djl.Device;
import java.util.Locale;

/** Where a model's tensors lie, and how they are stored. */
public record Placement(Device device, Precision precision) {
  private static final int FLASH_HEAD_MULTIPLE = 8;
  private static final int FLASH_HEAD_MOST = 256;

  /** The CPU, in float32. */
  public static final Placement CPU = new Placement(Device.cpu(), Precision.FLOAT32);

  public boolean isGpu() {
    return device.isGpu();
  }

  /** Whether PyTorch's flash attention takes such heads. */
  boolean isFlash(ModelShape shape) {
    return isGpu()
        && precision == Precision.BFLOAT16
        && shape.headSize() % FLASH_HEAD_MULTIPLE == 0
        && shape.headSize() <= FLASH_HEAD_MOST;
  }

  @Override
  public String toString() {
    String name = isGpu() ? "cuda:" + device.getDeviceId() : "cpu";
    return name + " " + precision.name().toLowerCase(Locale.ROOT);
  }
}
