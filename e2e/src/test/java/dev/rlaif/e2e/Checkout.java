package dev.rlaif.e2e;

import java.nio.file.Path;

/** This checkout. */
public final class Checkout {
  public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private Checkout() {}
}
