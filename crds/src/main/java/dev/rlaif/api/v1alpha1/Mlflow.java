package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Required;
import org.jspecify.annotations.Nullable;

/**
 * An MLflow tracking server that a run is told to: parameters, metrics, and the evaluation with the
 * adapter as artifacts. One that is down delays nothing.
 *
 * @param uri of the server, {@code http://} or {@code https://}
 * @param experiment that the run belongs to, made where it is missing; default rlaif
 * @param tokenSecretRef token of the server; sent over https or to a Service of the cluster only
 */
public record Mlflow(
    @Required @Length(max = 2048) String uri,
    @Length(max = 256) String experiment,
    @Nullable SecretReference tokenSecretRef) {

  public Mlflow {
    experiment = requireNonNullElse(experiment, "rlaif");
  }
}
