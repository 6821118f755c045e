package dev.rlaif.trainer.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import dev.rlaif.trainer.kernel.Placement;
import dev.rlaif.trainer.kernel.cuda.Cuda;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process has taken of memory and of processors. */
final class PeakMemory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private PeakMemory() {}

  /**
   * Adds the peak of resident memory and what is taken of the device, which is never given back.
   */
  static void add(ObjectNode line, Placement placement) {
    line.put("peakMemoryMiB", residentMib());
    if (placement.isGpu()) {
      Cuda.DeviceMemory memory = Cuda.required().memory(placement.device().getDeviceId());
      line.put("deviceMemoryMiB", memory.total() - memory.free() >> 20);
    }
  }

  /** Of all threads of this process since it began. */
  static double processorSeconds() {
    OperatingSystemMXBean machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return machine.getProcessCpuTime() / 1e9;
  }

  /** As Linux counts it; -1 elsewhere. */
  static long residentMib() {
    try {
      return Files.exists(STATUS)
          ? Files.readAllLines(STATUS).stream()
              .filter(line -> line.startsWith("VmHWM:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
              .findFirst()
              .orElse(-1)
          : -1;
    } catch (IOException e) {
      return -1;
    }
  }
}
