package dev.rlaif.trainer.train;

/** Whether a person or a cluster asked the stage to stop after the step at hand. */
@FunctionalInterface
public interface StopSignal {

  boolean isAsked();
}
