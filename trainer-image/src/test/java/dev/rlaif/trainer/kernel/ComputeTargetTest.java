package dev.rlaif.trainer.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.rlaif.trainer.kernel.cuda.Cuda;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComputeTargetTest {
  private static final ComputeTarget GPU = new ComputeTarget(Device.gpu(0), Optional.empty());

  @ParameterizedTest
  @ValueSource(strings = {"gpu", "cuda:", "cuda:x", "cuda:-1", "CPU", "", "cuda:1234"})
  void refusesNamesThatMeanNothing(String name) {
    assertThatThrownBy(() -> ComputeTarget.of(name))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("device '" + name + "' is not known")
        .hasMessageContaining("auto, cpu, cuda or cuda:N");
  }

  @Test
  void takesTheFirstGpuWhereThereIsOne() {
    Device automatic = ComputeTarget.of("auto").device();
    assertThat(automatic).isEqualTo(Cuda.deviceCount() > 0 ? Device.gpu(0) : Device.cpu());
    assertThat(ComputeTarget.of("cpu").device()).isEqualTo(Device.cpu());
  }

  @Test
  void saysWhatWouldMakeAMissingGpuWork() {
    assertThatThrownBy(() -> ComputeTarget.of("cuda:999"))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("device cuda:999")
        .hasMessageContaining("use c");
  }

  @Test
  void storesWeightsAsTheirFilesUnlessToldOtherwise() {
    assertThat(ComputeTarget.CPU.placement(true).precision()).isEqualTo(Precision.FLOAT32);
    assertThat(GPU.placement(true).precision()).isEqualTo(Precision.BFLOAT16);
    assertThat(GPU.placement(false).precision()).isEqualTo(Precision.FLOAT32);
    assertThat(GPU.withPrecision(Precision.FLOAT32).placement(true).precision())
        .isEqualTo(Precision.FLOAT32);
    assertThat(GPU.placement(true)).hasToString("cuda:0 bfloat16");
    assertThat(Placement.CPU).hasToString("cpu float32");
  }

  @Test
  void flashAttentionTakesHeadsOfItsSizesOnly() {
    Placement half = GPU.placement(true);
    assertThat(half.isFlash(heads(64))).isTrue();
    assertThat(half.isFlash(heads(6))).isFalse();
    assertThat(half.isFlash(heads(264))).isFalse();
    assertThat(GPU.placement(false).isFlash(heads(64))).isFalse();
    assertThat(new Placement(Device.cpu(), Precision.BFLOAT16).isFlash(heads(64))).isFalse();
  }

  private static ModelShape heads(int size) {
    return new ModelShape(size * 4, 8, 4, 2, size, 2, 1e-5);
  }
}
