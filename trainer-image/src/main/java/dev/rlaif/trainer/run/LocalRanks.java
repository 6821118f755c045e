package dev.rlaif.trainer.run;

import dev.rlaif.plan.RunPlan;
import dev.rlaif.trainer.kernel.Placement;
import dev.rlaif.trainer.kernel.cuda.Cuda;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.Map;

/** How many ranks of a process train side by side. */
public final class LocalRanks {
  /** Variable that says how many, instead of the plan's GPUs. */
  public static final String VARIABLE = "RLAIF_RANKS";

  private static final int MOST = 64;

  private LocalRanks() {}

  /**
   * A GPU each, as many as the plan asks for and this machine has; one on a CPU, whose cores one
   * rank uses all.
   */
  static int count(Map<String, String> environment, RunPlan plan, Placement placement) {
    String given = environment.get(VARIABLE);
    int there = placement.isGpu() ? Cuda.deviceCount() - placement.device().getDeviceId() : MOST;
    if (given == null) {
      int gpus = Math.max(1, plan.spec().training().gpus());
      return placement.isGpu() ? Math.min(gpus, there) : 1;
    }
    int wanted = given.matches("\\d{1,3}") ? Integer.parseInt(given) : 0;
    if (wanted < 1 || wanted > there) {
      throw StageFailure.wrong(
          "ranks are '%s': must be from 1 to %d, of which each has %s"
              .formatted(given, there, placement.isGpu() ? "a GPU" : "a share of the CPU"));
    }
    return wanted;
  }
}
