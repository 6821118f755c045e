package dev.rlaif.operator.kube;

import dev.rlaif.api.v1alpha1.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** Tells a person what happened, as events of the object it happened to. */
public interface EventRecorder {

  /** Whether an event is news or a warning. */
  enum Severity {
    Normal,
    Warning
  }

  /** The same thing again raises a count; a failure to write is not a failure. */
  void record(HasMetadata about, Severity severity, Reason reason, String message);
}
