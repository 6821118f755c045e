package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Items;
import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Matches;
import dev.rlaif.api.schema.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the tuned model is served once it passed.
 *
 * @param enabled whether it is served at all; may change later; default true
 * @param runtime default rlaif
 * @param image absent: the operator's setting for the runtime; not with runtime kserve
 * @param args further arguments of the server; not with runtime kserve
 * @param replicas pods that serve; may change later; absent: one at first, then whatever an
 *     autoscaler sets
 * @param gpus GPUs of each replica; default 1
 * @param merge the adapter is merged into the weights first; default false
 * @param retain Deployment and Service outlive the run; default false
 * @param modelName the name that clients ask for; absent: the run's name
 * @param service name of a Service that leads to the newest run that passed and names it; it
 *     outlives the runs; absent: clients know each run's own; not with runtime kserve
 * @param port of the Service; default 8000
 * @param resources of each replica
 * @param apiKeySecretRef the keys that open the API, one a line, read again when the Secret
 *     changes; runtime rlaif only; absent: whoever reaches the Service may ask
 * @param requestLog which requests are kept with their answers; runtime rlaif only; may change
 *     later, which starts the replicas anew; absent: none
 * @param startDeadlineSeconds how long it may take until the first replica answers; default 1800
 */
public record Serving(
    Boolean enabled,
    ServingRuntime runtime,
    @Nullable @Length(max = 512) String image,
    @Items(max = 32) List<@Length(min = 0, max = 256) String> args,
    @Nullable @Range(min = 0, max = 100) Integer replicas,
    @Range(min = 0, max = 16) Integer gpus,
    Boolean merge,
    Boolean retain,
    @Nullable
        @Length(max = 128)
        @Matches(regex = "[A-Za-z0-9._/-]+", says = "made of letters, digits and . _ / -")
        String modelName,
    @Nullable
        @Length(max = 63)
        @Matches(
            regex = "[a-z]([-a-z0-9]*[a-z0-9])?",
            says = "made of a-z, 0-9 and '-', beginning with a letter, not ending with '-'")
        String service,
    @Range(min = 1, max = 65535) Integer port,
    Resources resources,
    @Nullable SecretReference apiKeySecretRef,
    @Nullable RequestLogPolicy requestLog,
    @Range(min = 30, max = 604800) Long startDeadlineSeconds) {
  static final Serving DEFAULTS =
      new Serving(
          true,
          ServingRuntime.RLAIF,
          null,
          List.of(),
          null,
          1,
          false,
          false,
          null,
          null,
          8000,
          Resources.DEFAULTS,
          null,
          null,
          1800L);

  public Serving {
    enabled = requireNonNullElse(enabled, true);
    runtime = requireNonNullElse(runtime, ServingRuntime.RLAIF);
    args = List.copyOf(requireNonNullElse(args, List.of()));
    gpus = requireNonNullElse(gpus, 1);
    merge = requireNonNullElse(merge, false);
    retain = requireNonNullElse(retain, false);
    port = requireNonNullElse(port, 8000);
    resources = requireNonNullElse(resources, Resources.DEFAULTS);
    startDeadlineSeconds = requireNonNullElse(startDeadlineSeconds, 1800L);
  }
}
