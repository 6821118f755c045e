package dev.rlaif.operator.run;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Something to be done in the cluster; done twice it is as if done once. */
public sealed interface Action {

  /** Makes an object; that it is there already and ours is as good. */
  record Create(HasMetadata object) implements Action {}

  /** Deletes an object of ours, once all that depends on it is gone. */
  record Delete(HasMetadata object) implements Action {}

  /**
   * Gives an object of ours the fields that we decide, and leaves all others as they are; one with
   * a resource version only while it has that.
   */
  record Apply(HasMetadata object) implements Action {}

  /** What the run does not need: if the cluster refuses it, the run goes on all the same. */
  record Optionally(Action action) implements Action {}

  /**
   * Writes the status that fixes the plan, on the very version of the run that was planned: if that
   * has changed since, nothing happens, and the run is planned again.
   */
  record Start() implements Action {}
}
