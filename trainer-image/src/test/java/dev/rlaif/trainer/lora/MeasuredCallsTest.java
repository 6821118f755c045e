package dev.rlaif.trainer.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

class MeasuredCallsTest {
  private static final long TOTAL = 1000_000;

  /** A device whose allocator keeps the most that it was ever asked for, until it is emptied. */
  private static final class Device {
    private static final long LASTING = 100_000;
    private final long fixed;
    private final long token;
    private long lasting;
    private long kept;

    Device(long fixed, long token) {
      this.fixed = fixed;
      this.token = token;
    }

    MeasuredCalls measured(int tokens, int several) {
      IntConsumer call =
          sequences -> {
            lasting = LASTING;
            kept = Math.max(kept, fixed + token * tokens * sequences);
            if (lasting + kept > TOTAL) {
              throw new EngineException("CUDA out of memory. Tried to allocate 20.00 MiB.");
            }
          };
      return MeasuredCalls.measure(
          () -> {
            kept = 0;
            return TOTAL - lasting;
          },
          () -> TOTAL - lasting - kept,
          call,
          tokens,
          several);
    }
  }

  @Test
  void sequencesFollowFromWhatTwoCallsTook() {
    MeasuredCalls measured = new Device(20_000, 100).measured(50, 4);
    assertThat(measured.free()).isEqualTo((long) (0.85 * 900_000));
    assertThat(measured.fixedBytes()).isEqualTo(20_000);
    assertThat(measured.tokenBytes()).isEqualTo(100);
    assertThat(measured.sequences(50)).isEqualTo(149);
    assertThat(measured.sequences(100)).isEqualTo(74);
    assertThat(measured.sequences(1_000_000)).isEqualTo(1);
  }

  @Test
  void callsThatFindNoMemoryLeaveOneSequence() {
    assertThat(new Device(20_000, 100).measured(5000, 2).sequences(5000)).isEqualTo(1);
  }

  @Test
  void otherErrorsAreNotMistakenForMemory() {
    assertThatThrownBy(
            () ->
                MeasuredCalls.measure(
                    () -> TOTAL,
                    () -> TOTAL,
                    sequences -> {
                      throw new EngineException("expected scalar type Float");
                    },
                    10,
                    2))
        .hasMessageContaining("scalar type");
  }
}
