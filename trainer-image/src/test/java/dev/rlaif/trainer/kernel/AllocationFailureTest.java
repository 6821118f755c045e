package dev.rlaif.trainer.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import org.junit.jupiter.api.Test;

class AllocationFailureTest {
  /** As a script's error comes: where it was, then what. */
  private static final String OF_A_SCRIPT =
      """
      The following operation failed in the TorchScript interpreter.
      Traceback of TorchScript (most recent call last):
      RuntimeError: CUDA out of memory. Tried to allocate 214.00 MiB.
      """;

  @Test
  void isToldByTheEnginesTextAlone() {
    assertThat(AllocationFailure.is(new EngineException(OF_A_SCRIPT))).isTrue();
    assertThat(AllocationFailure.is(new EngineException("CUDA error: CUBLAS_STATUS_ALLOC_FAILED")))
        .isTrue();
    assertThat(AllocationFailure.is(new EngineException("an illegal memory access"))).isFalse();
    assertThat(AllocationFailure.is(new IllegalStateException("out of memory"))).isFalse();
  }

  @Test
  void lineThatSaysSoIsFoundBehindThePlace() {
    assertThat(AllocationFailure.line(new EngineException(OF_A_SCRIPT)))
        .isEqualTo("RuntimeError: CUDA out of memory. Tried to allocate 214.00 MiB.");
  }
}
