package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Items;
import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Range;
import java.util.List;

/**
 * Which requests to the served model are kept with their answers, in the Delta table {@code
 * requests} of the workspace.
 *
 * @param sample share of the requests, 0 to 1; default 1
 * @param redact expressions (RE2); what one matches in a request or an answer is kept as [redacted]
 */
public record RequestLogPolicy(
    @Range(min = 0, max = 1) Double sample,
    @Items(max = 32) List<@Length(max = 512) String> redact) {

  public RequestLogPolicy {
    sample = requireNonNullElse(sample, 1.0);
    redact = List.copyOf(requireNonNullElse(redact, List.of()));
  }
}
