package dev.rlaif.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.Stopped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {

  @Test
  void aFailureIsFoundUnderWhatWrapsIt() {
    StageFailure failure = StageFailure.wrong("the data is wrong").because(Reason.DATA_INVALID);
    assertThat(Failures.of(new CompletionException(new IllegalStateException(failure))))
        .isSameAs(failure);
  }

  @Test
  void beingStoppedIsAnInterruptionWhereverItIsNoticed() {
    assertThat(Failures.of(new CompletionException(new Stopped())).exit().code()).isEqualTo(75);
  }

  @Test
  void theHeap() {
    StageFailure failure = Failures.of(new OutOfMemoryError("Java heap space"));
    assertThat(failure.reason()).isEqualTo(Reason.OUT_OF_MEMORY);
    assertThat(failure.exit().code()).isEqualTo(1);
    assertThat(failure).hasMessageContainingAll("heap", "spec.rollout.batchSize");
  }

  @Test
  void aFullDiskIsNamedUnderWhatWrapsItAndMayBeTriedAgain() {
    var full = new FileSystemException("/workspace/train/x", null, "No space left on device");
    StageFailure bare = Failures.of(new UncheckedIOException(full));
    assertThat(bare.reason()).isEqualTo(Reason.WORKSPACE_FULL);
    assertThat(bare.exit().code()).isEqualTo(1);
    assertThat(bare).hasMessageContainingAll("/workspace/train/x", "spec.storage.size");

    StageFailure said = Failures.of(StageFailure.environment("no checkpoint", full));
    assertThat(said.reason()).isEqualTo(Reason.WORKSPACE_FULL);
    assertThat(said).hasMessage("no checkpoint");
  }

  @Test
  void whatSomebodyKnowsBetterStaysSo() {
    var full = new IOException("No space left on device");
    StageFailure failure =
        StageFailure.environment("judge", full).because(Reason.JUDGE_UNAVAILABLE);
    assertThat(Failures.of(failure)).isSameAs(failure);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[enforce fail at alloc_cpu.cpp:118] DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes. | OutOfMemory",
        "CUDA out of memory. Tried to allocate 2.00 GiB | OutOfMemory",
        "std::bad_alloc | OutOfMemory",
        "CUDA error: an illegal memory access was encountered | GpuError",
        "cuDNN error: CUDNN_STATUS_EXECUTION_FAILED | GpuError",
        "The size of tensor a (3) must match the size of tensor b (4) | StageRetrying",
      })
  void whatTheEngineSays(String message, String reason) {
    StageFailure failure = Failures.of(new EngineException(message));
    assertThat(failure.reason().word()).isEqualTo(reason);
    assertThat(failure.exit().code()).isEqualTo(1);
  }

  @Test
  void whatNobodyExpectedMayBeTriedAgain() {
    var error = new IllegalStateException("out of memory of the person who wrote this");
    assertThat(Failures.known(error)).isEmpty();
    assertThat(Failures.of(error).reason()).isEqualTo(Reason.STAGE_RETRYING);
    assertThat(Failures.of(error)).hasMessageContaining("who wrote this").hasCause(error);
  }
}
