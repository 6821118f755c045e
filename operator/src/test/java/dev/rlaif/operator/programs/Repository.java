package dev.rlaif.operator.programs;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that the tests run in. */
public final class Repository {
  private static final Path BUILD = Path.of("e2e", "kubernetes", "build");

  private Repository() {}

  /** Its root: the nearest folder above that has the programs' build. */
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    for (Path at = folder; at != null; at = at.getParent()) {
      if (Files.isExecutable(at.resolve(BUILD))) {
        return at;
      }
    }
    throw new IllegalStateException("no " + BUILD + " in or above " + folder);
  }

  /** Files of both definitions. */
  public static Path crds() {
    return root().resolve("crds");
  }
}
