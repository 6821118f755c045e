package dev.rlaif.trainer.run;

import dev.rlaif.api.v1alpha1.Dtype;
import dev.rlaif.trainer.kernel.ComputeTarget;
import dev.rlaif.trainer.kernel.Precision;
import java.util.Map;

/**
 * Where a run is computed: on the device that the environment names, in the precision of its plan.
 */
public final class RunDevice {
  /** Variable that names the device: auto, cpu, cuda or cuda:N. */
  public static final String VARIABLE = "RLAIF_DEVICE";

  private RunDevice() {}

  /** The device of an environment, each model in the precision of its files. */
  public static ComputeTarget of(Map<String, String> environment) {
    return ComputeTarget.of(environment.getOrDefault(VARIABLE, "auto"));
  }

  /** A CPU computes in float32 whatever a plan says: bfloat16 would only be slower there. */
  static ComputeTarget of(Map<String, String> environment, Dtype dtype) {
    ComputeTarget target = of(environment);
    if (!target.device().isGpu()) {
      return target;
    }
    return switch (dtype) {
      case AUTO -> target;
      case FLOAT32 -> target.withPrecision(Precision.FLOAT32);
      // gradients need the range of bfloat16
      case BFLOAT16, FLOAT16 -> target.withPrecision(Precision.BFLOAT16);
    };
  }
}
