package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.kernel.ComputeTarget;
import dev.rlaif.trainer.run.RunDevice;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where models are computed. */
final class DeviceOption {
  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description =
          "auto, cpu, cuda or cuda:N; default: $RLAIF_DEVICE, else auto: the first GPU if libtorch"
              + " was built for CUDA and sees one.")
  private @Nullable String device;

  /** The environment with the device that was given. */
  Map<String, String> in(Map<String, String> environment) {
    if (device == null) {
      return environment;
    }
    Map<String, String> changed = new HashMap<>(environment);
    changed.put(RunDevice.VARIABLE, device);
    return changed;
  }

  ComputeTarget target(Map<String, String> environment) {
    return RunDevice.of(in(environment));
  }
}
