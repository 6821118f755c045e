package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.Condition;
import dev.rlaif.api.v1alpha1.ConditionStatus;
import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.api.v1alpha1.Serving;
import dev.rlaif.api.v1alpha1.ServingStatus;
import dev.rlaif.operator.objects.RunObjects;
import dev.rlaif.operator.observe.Ownership;
import dev.rlaif.operator.observe.PodWait;
import dev.rlaif.operator.observe.ServingObservation;
import dev.rlaif.operator.observe.Wanted;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model that passed is served, as long as its run exists and wishes so; that wish and the number
 * of replicas may change at any time.
 */
final class ServingFlow {
  private final Pass pass;
  private final ServingObservation there;
  private final boolean succeededBefore;

  ServingFlow(Pass pass) {
    this.pass = pass;
    this.there = pass.seen().serving();
    this.succeededBefore = pass.draft().phase() == RunPhase.SUCCEEDED;
  }

  RunDecision decide() {
    if (!pass.wishes().serving().enabled()) {
      return disabled();
    }
    Optional<HasMetadata> foreign =
        there.present().stream().filter(object -> !isOurs(object)).findFirst();
    if (foreign.isPresent()) {
      return nameTaken(foreign.get());
    }
    List<Wanted> changed = there.objects().stream().filter(wanted -> !wanted.isMet()).toList();
    changed.forEach(wanted -> pass.act(new Action.Apply(wanted.desired())));
    if (there.objects().isEmpty()) {
      // The verdict was read in this very pass, so nobody has looked yet.
      pass.timetable().at(pass.seen().now());
    }
    boolean deployed = changed.isEmpty() && (wasDeployed() ? there.answers() : there.rolledOut());
    return deployed ? deployed() : notYet();
  }

  /** What serves goes, with its GPUs; that the objects may be retained is for the run's end. */
  private RunDecision disabled() {
    there.present().stream()
        .filter(this::isOurs)
        .filter(object -> object.getMetadata().getDeletionTimestamp() == null)
        .forEach(object -> pass.act(new Action.Delete(object)));
    pass.draft()
        .serving(null)
        .condition(
            ConditionType.DEPLOYED,
            ConditionStatus.UNKNOWN,
            Reason.SERVING_DISABLED,
            "spec.serving.enabled is false");
    succeed();
    pass.draft().headline(Headline.ready(Reason.SUCCEEDED, ""));
    return pass.decision();
  }

  private RunDecision nameTaken(HasMetadata object) {
    String message =
        object.getKind()
            + " "
            + object.getMetadata().getName()
            + " belongs to somebody else: delete it, or name the run otherwise";
    pass.draft()
        .condition(ConditionType.DEPLOYED, ConditionStatus.FALSE, Reason.NAME_TAKEN, message)
        .headline(Headline.stalled(Reason.NAME_TAKEN, message));
    pass.timetable().after(BeforeStart.MISSING);
    return pass.decision();
  }

  private RunDecision deployed() {
    String message = "the tuned model answers at " + RunObjects.url(pass.run());
    pass.draft()
        .serving(status())
        .condition(ConditionType.DEPLOYED, ConditionStatus.TRUE, Reason.DEPLOYED, message);
    succeed();
    pass.draft().headline(Headline.ready(Reason.DEPLOYED, message));
    return pass.decision();
  }

  private RunDecision notYet() {
    Headline headline = waiting();
    Reason deployed =
        wasDeployed() ? Reason.SERVING_UNAVAILABLE : deployedReason(headline.reason());
    pass.draft()
        .serving(status())
        .condition(ConditionType.DEPLOYED, ConditionStatus.FALSE, deployed, headline.message())
        .headline(headline);
    return pass.decision();
  }

  private static Reason deployedReason(Reason headline) {
    return headline == Reason.SERVING_START_DEADLINE_EXCEEDED ? headline : Reason.ROLLING_OUT;
  }

  private Headline waiting() {
    PodWait wait = there.obstacle();
    String why = wait.isTelling() ? wait.reason().word() + ": " + wait.message() : "";
    if (wasDeployed()) {
      return Headline.inProgress(Reason.SERVING_UNAVAILABLE, why);
    }
    if (isLate()) {
      return Headline.stalled(Reason.SERVING_START_DEADLINE_EXCEEDED, why);
    }
    return wait.isTelling()
        ? Headline.inProgress(wait.reason(), "serving: " + wait.message())
        : Headline.inProgress(Reason.ROLLING_OUT, "");
  }

  /** Nothing is deleted then: the pods may still become ready. */
  private boolean isLate() {
    Optional<Instant> since =
        deployedBefore()
            .filter(condition -> condition.status() == ConditionStatus.FALSE)
            .map(Condition::lastTransitionTime);
    Serving serving = pass.run().plan().spec().serving();
    Instant deadline = since.orElse(pass.seen().now()).plusSeconds(serving.startDeadlineSeconds());
    if (deadline.isAfter(pass.seen().now())) {
      pass.timetable().at(deadline);
      return false;
    }
    return true;
  }

  private boolean wasDeployed() {
    return deployedBefore()
        .filter(condition -> condition.isTrue() || condition.reason() == Reason.SERVING_UNAVAILABLE)
        .isPresent();
  }

  private Optional<Condition> deployedBefore() {
    return pass.draft().condition(ConditionType.DEPLOYED);
  }

  private void succeed() {
    if (!succeededBefore) {
      pass.draft().end(RunPhase.SUCCEEDED);
    }
  }

  private ServingStatus status() {
    return new ServingStatus(
        name(Deployment.class),
        name(Service.class),
        RunObjects.url(pass.run()),
        RunObjects.modelName(pass.run()),
        there.readyReplicas());
  }

  private @Nullable String name(Class<? extends HasMetadata> kind) {
    return there.objects().stream()
        .map(Wanted::desired)
        .filter(kind::isInstance)
        .map(object -> object.getMetadata().getName())
        .findFirst()
        .orElse(null);
  }

  private boolean isOurs(HasMetadata object) {
    return Ownership.isOf(pass.seen().run(), object);
  }
}
