package dev.rlaif.trainer.kernel;

import ai.djl.engine.EngineException;
import java.util.List;
import java.util.Locale;

/** That libtorch got no memory, of the host or of a GPU. It says so by text only. */
public final class AllocationFailure {
  private static final List<String> TEXTS =
      List.of(
          "can't allocate memory",
          "not enough memory",
          "out of memory",
          "bad_alloc",
          "alloc_failed",
          "cannot allocate memory");

  private AllocationFailure() {}

  /** Whether an error of the engine is about memory. */
  public static boolean is(Throwable error) {
    return error instanceof EngineException && isAbout(String.valueOf(error.getMessage()));
  }

  /** The line that says so; errors of a script begin with where it was. */
  public static String line(Throwable error) {
    return String.valueOf(error.getMessage())
        .lines()
        .filter(AllocationFailure::isAbout)
        .findFirst()
        .orElse("");
  }

  private static boolean isAbout(String text) {
    String said = text.toLowerCase(Locale.ROOT);
    return TEXTS.stream().anyMatch(said::contains);
  }
}
