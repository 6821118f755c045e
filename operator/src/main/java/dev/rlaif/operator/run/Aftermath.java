package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.ConditionStatus;
import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.operator.observe.RunObservation;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is to be said once it is known what came of a decision. */
final class Aftermath {
  private static final Duration REFUSED = Duration.ofSeconds(30);

  private Aftermath() {}

  static RunDecision of(RunObservation seen, RunDecision decision, Outcome outcome) {
    if (outcome instanceof Outcome.Refused refused) {
      return refused(seen, refused);
    }
    return outcome instanceof Outcome.Done
        ? decision
        : new RunDecision(List.of(), unchanged(seen).status(), Optional.of(Duration.ZERO));
  }

  /**
   * Of a look that failed.
   *
   * @throws KubernetesClientException what it failed with, unless only a person can change it
   */
  static RunDecision ofBlindness(RunObservation seen, KubernetesClientException e) {
    if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
      throw e;
    }
    return refused(
        seen,
        new Outcome.Refused(Reason.POD_FORBIDDEN, "the operator lacks a right: " + e.getMessage()));
  }

  /** As before, with the reason why it does not go on. */
  private static RunDecision refused(RunObservation seen, Outcome.Refused refused) {
    StatusDraft draft = unchanged(seen);
    if (seen.status().startTime() == null) {
      draft.condition(
          ConditionType.ACCEPTED, ConditionStatus.FALSE, refused.reason(), refused.message());
    }
    Headline headline =
        switch (refused.reason()) {
          case QUOTA_EXCEEDED -> Headline.inProgress(refused.reason(), refused.message());
          default -> Headline.stalled(refused.reason(), refused.message());
        };
    return new RunDecision(List.of(), draft.headline(headline).status(), Optional.of(REFUSED));
  }

  private static StatusDraft unchanged(RunObservation seen) {
    return new StatusDraft(seen);
  }
}
