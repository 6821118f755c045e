package dev.rlaif.operator.objects;

import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Optional;

/** The objects of a run. */
public final class RunObjects {
  private RunObjects() {}

  /** The plan, immutable; made once, at the start. */
  public static ConfigMap plan(RunContext run) {
    throw new UnsupportedOperationException();
  }

  /** The workspace; absent with an existing claim. */
  public static Optional<PersistentVolumeClaim> workspace(RunContext run) {
    throw new UnsupportedOperationException();
  }

  /** The stages that this run has, in order, without serving. */
  public static List<StageName> stages(RunContext run) {
    throw new UnsupportedOperationException();
  }

  /**
   * The Job of a stage.
   *
   * @param failures that count already, when the Job has to be made again
   */
  public static Job job(RunContext run, StageName stage, int failures) {
    throw new UnsupportedOperationException();
  }

  /** Service of the ranks; absent for one node. */
  public static Optional<Service> ranks(RunContext run) {
    throw new UnsupportedOperationException();
  }

  /** What serves the tuned model, to be applied: Deployment, Service, ... or KServe's object. */
  public static List<HasMetadata> serving(RunContext run) {
    throw new UnsupportedOperationException();
  }

  /** Where the tuned model answers, inside the cluster: base of its OpenAI API. */
  public static String url(RunContext run) {
    throw new UnsupportedOperationException();
  }
}
