package dev.rlaif.trainer.kernel;

import dev.rlaif.trainer.kernel.cuda.CudaProgram;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** The kernels of {@code decode.cu} for one model. */
final class DecodeProgram {
  private static final String SOURCE = "decode.cu";

  /** Elements that a thread takes at once. */
  private static final int VECTOR = 8;

  /** The lanes of an attention team are a power of two, one for each eight elements. */
  private static final Set<Integer> HEAD_SIZES = Set.of(32, 64, 128, 256);

  private static final int MOST_HEADS_PER_GROUP = 8;

  /** A row of hidden states lies in shared memory, in float32. */
  private static final int MOST_HIDDEN = 11264;

  private DecodeProgram() {}

  static boolean fits(ModelShape shape, PackedAdapter adapter) {
    return shape.isPlain()
        && HEAD_SIZES.contains(shape.headSize())
        && shape.heads() / shape.keyValueHeads() <= MOST_HEADS_PER_GROUP
        && shape.hidden() <= MOST_HIDDEN
        && shape.hidden() % VECTOR == 0
        && shape.intermediate() % VECTOR == 0
        && adapter.isUniform()
        && adapter.ranks().stream().allMatch(rank -> rank % VECTOR == 0);
  }

  /** Compiles, or takes what was compiled before. */
  static CudaProgram of(Placement placement, ModelShape shape) {
    return CudaProgram.of(
        placement.device().getDeviceId(),
        source(),
        List.of(
            "-DHQ=" + shape.heads(),
            "-DHK=" + shape.keyValueHeads(),
            "-DD=" + shape.headSize(),
            "-DC=" + shape.hidden(),
            "-DF=" + shape.intermediate()));
  }

  private static String source() {
    try (InputStream source = DecodeProgram.class.getResourceAsStream(SOURCE)) {
      if (source == null) {
        throw new IllegalStateException("resource " + SOURCE + " is missing");
      }
      return new String(source.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
