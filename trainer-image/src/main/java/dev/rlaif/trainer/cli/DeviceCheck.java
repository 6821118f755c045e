package dev.rlaif.trainer.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.trainer.kernel.ComputeTarget;
import dev.rlaif.trainer.kernel.Precision;
import dev.rlaif.trainer.llama.LlamaModel;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.lora.LoraShape;
import dev.rlaif.trainer.lora.Policy.Group;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Whether a device computes what the CPU does in float32: scores, gradients, answers. A command and
 * not a test, because it needs the device.
 */
final class DeviceCheck {
  private final BenchOptions options;
  private final Map<String, String> environment;
  private final Consumer<ObjectNode> out;
  private boolean passes = true;

  DeviceCheck(BenchOptions options, Map<String, String> environment, Consumer<ObjectNode> out) {
    this.options = options;
    this.environment = environment;
    this.out = out;
  }

  /** Prints a line for each comparison; whether all are within their limits. */
  boolean passes() {
    if (options.model().isPresent()) {
      compare(options.model().get());
      return passes;
    }
    try (CheckModel made = CheckModel.write()) {
      compare(made.folder());
    }
    return passes;
  }

  private void compare(Path folder) {
    ComputeTarget target = options.target(environment);
    if (target.device().isGpu() && target.precision().isEmpty()) {
      target = target.withPrecision(Precision.BFLOAT16);
    }
    LoraShape shape = LoraShape.allLinear(Math.max(1, options.rank()), 16);
    try (LlamaModel cpu = LlamaModel.load(folder);
        LlamaModel device = LlamaModel.load(folder, target);
        LoraPolicy expected = LoraPolicy.create(cpu, shape, 0);
        LoraPolicy actual = LoraPolicy.create(device, shape, 0)) {
      float[] parameters = expected.parameters(Group.LORA);
      Random random = new Random(1);
      for (int i = 0; i < parameters.length; i++) {
        parameters[i] += (float) (0.02 * random.nextGaussian());
      }
      expected.setParameters(Group.LORA, parameters);
      actual.setParameters(Group.LORA, parameters);
      var comparison = new PolicyComparison(expected, actual, options);
      comparison.all().forEach(this::tell);
    }
  }

  private void tell(PolicyComparison.Difference difference) {
    passes &= difference.isWithinLimit();
    out.accept(
        new ObjectMapper()
            .createObjectNode()
            .put("check", difference.name())
            .put("found", difference.found())
            .put("limit", difference.limit())
            .put("passes", difference.isWithinLimit()));
  }
}
