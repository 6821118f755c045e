package dev.rlaif.trainer.stage;

/** Thrown out of work when the stage is asked to stop; whoever knows what was kept catches it. */
public final class Stopped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Stopped() {
    super("asked to stop", null, false, false);
  }
}
