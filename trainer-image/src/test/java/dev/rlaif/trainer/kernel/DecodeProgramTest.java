package dev.rlaif.trainer.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which models and adapters the kernels were made for, and what they are told of them. */
class DecodeProgramTest {
  private static final ModelShape SHAPE = new ModelShape(4096, 14336, 32, 8, 128, 32, 1e-5);

  @ParameterizedTest
  @CsvSource({
    "4096, 14336, 32, 8, 128, true",
    "576, 1536, 9, 3, 64, true",
    "192, 512, 6, 2, 32, true",
    "16, 24, 4, 2, 6, false",
    "4096, 14336, 32, 8, 96, false",
    "4096, 14336, 32, 2, 128, false",
    "12288, 14336, 96, 96, 128, false",
    "4092, 14336, 32, 8, 128, false",
    "4096, 14338, 32, 8, 128, false"
  })
  void takesModelsOfItsSizesOnly(
      int hidden, int intermediate, int heads, int keyValueHeads, int headSize, boolean fits) {
    ModelShape shape =
        new ModelShape(hidden, intermediate, heads, keyValueHeads, headSize, 2, 1e-5);
    assertThat(DecodeProgram.fits(shape, PackedAdapter.NONE)).isEqualTo(fits);
  }

  @Test
  void takesRanksOfWholeVectorsOnly() {
    assertThat(DecodeProgram.fits(SHAPE, ranks(16))).isTrue();
    assertThat(DecodeProgram.fits(SHAPE, ranks(4))).isFalse();
    assertThat(
            DecodeProgram.fits(SHAPE, new PackedAdapter(List.of(), List.of(8, 0, 8, 0, 0, 0, 0))))
        .isTrue();
  }

  @Test
  void leavesOtherFamiliesAndPatternsToTheScript() {
    for (boolean bias : new boolean[] {true, false}) {
      ModelShape shape = new ModelShape(4096, 14336, 32, 8, 128, 32, 1e-5, bias, !bias);
      assertThat(DecodeProgram.fits(shape, PackedAdapter.NONE)).isFalse();
    }
    assertThat(DecodeProgram.fits(SHAPE, new PackedAdapter(List.of(), List.of()))).isFalse();
  }

  @Test
  void groupsShareAnInput() {
    PackedAdapter adapter = new PackedAdapter(List.of(), List.of(8, 0, 8, 16, 24, 24, 0));
    assertThat(AdapterGroup.QUERY_KEY_VALUE.ranks(adapter)).isEqualTo(16);
    assertThat(AdapterGroup.QUERY_KEY_VALUE.targetRanks(adapter)).containsExactly(8, 0, 8);
    assertThat(AdapterGroup.OUT.ranks(adapter)).isEqualTo(16);
    assertThat(AdapterGroup.GATE_UP.ranks(adapter)).isEqualTo(48);
    assertThat(AdapterGroup.DOWN.ranks(adapter)).isZero();
    assertThat(AdapterGroup.QUERY_KEY_VALUE.outputs(SHAPE)).containsExactly(4096, 1024, 1024);
    assertThat(AdapterGroup.GATE_UP.width(SHAPE)).isEqualTo(2 * 14336);
    assertThat(AdapterGroup.DOWN.inputs(SHAPE)).isEqualTo(14336);
    assertThat(AdapterGroup.OUT.inputs(SHAPE)).isEqualTo(4096);
  }

  private static PackedAdapter ranks(int rank) {
    return new PackedAdapter(List.of(), Collections.nCopies(7, rank));
  }
}
