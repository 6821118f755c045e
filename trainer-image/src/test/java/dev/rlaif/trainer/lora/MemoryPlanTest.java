package dev.rlaif.trainer.lora;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import dev.rlaif.trainer.kernel.ModelShape;
import dev.rlaif.trainer.kernel.Placement;
import dev.rlaif.trainer.kernel.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryPlanTest {
  private static final ModelShape SMOLLM2 = new ModelShape(576, 1536, 9, 3, 64, 30, 1e-5);

  @Test
  void moreTokensMeanFewerSequencesButNeverNone() {
    MemoryPlan plan = new MemoryPlan(768L << 20, 32 << 20, 512 << 20);
    assertThat(plan.sequences(SMOLLM2, Placement.CPU, 96)).isBetween(8, 16);
    assertThat(plan.sequences(SMOLLM2, Placement.CPU, 192))
        .isEqualTo(plan.sequences(SMOLLM2, Placement.CPU, 96) / 2);
    assertThat(plan.sequences(SMOLLM2, Placement.CPU, 100_000)).isEqualTo(1);
  }

  @Test
  void autogradKeepsMore() {
    Placement half = new Placement(Device.cpu(), Precision.BFLOAT16);
    assertThat(MemoryPlan.tokenBytes(SMOLLM2, half))
        .isBetween(
            MemoryPlan.tokenBytes(SMOLLM2, Placement.CPU),
            2 * MemoryPlan.tokenBytes(SMOLLM2, Placement.CPU));
  }

  @Test
  void logitsStayWithinTheirBounds() {
    MemoryPlan plan = new MemoryPlan(2L << 30, 32 << 20, 512 << 20);
    assertThat((long) plan.chunk(49152) * 49152 * 4).isLessThanOrEqualTo(32 << 20);
    assertThat(plan.chunk(10_000_000)).isEqualTo(16);
    assertThat(plan.keeps(2730, 49152)).isTrue();
    assertThat(plan.keeps(2731, 49152)).isFalse();
  }

  @Test
  void scoringIsCutIntoPartsOfEnoughTokens() {
    Sequence ten = new Sequence(new int[6], new int[4]);
    Sequence fifty = new Sequence(new int[49], new int[1]);
    assertThat(MicroBatches.of(List.of(ten, ten, ten, fifty, ten), 25))
        .containsExactly(List.of(ten, ten), List.of(ten), List.of(fifty), List.of(ten));
    assertThat(MicroBatches.of(List.of(), 25)).isEmpty();
  }
}
