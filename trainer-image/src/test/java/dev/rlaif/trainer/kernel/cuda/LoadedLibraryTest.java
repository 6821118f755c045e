package dev.rlaif.trainer.kernel.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LoadedLibraryTest {

  @Test
  void findsWhatTheProcessHasLoadedAndNothingElse() {
    Path maps = Path.of("/proc/self/maps");
    assertThat(LoadedLibrary.path("libc.so").isPresent()).isEqualTo(Files.exists(maps));
    assertThat(LoadedLibrary.path("libno-such-library")).isEmpty();
    assertThat(LoadedLibrary.find("libno-such-library")).isEmpty();
  }

  @Test
  void whatNeedsCudaSaysSoWhereItIsNotLoaded() {
    if (Cuda.isInLibtorch()) {
      assertThat(Cuda.required()).isNotNull();
    } else {
      assertThat(Cuda.deviceCount()).isZero();
      assertThat(CudaGraph.isUsable()).isFalse();
      assertThatThrownBy(Cuda::required)
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("CUDA is not loaded");
    }
  }
}
