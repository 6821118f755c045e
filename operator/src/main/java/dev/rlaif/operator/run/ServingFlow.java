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
  private final Optional<Alias> alias;
  private final boolean succeededBefore;

  ServingFlow(Pass pass) {
    this.pass = pass;
    this.there = pass.seen().serving();
    this.alias = there.alias().map(Alias::new);
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
    // What is applied again meanwhile takes nothing from those who answer.
    boolean deployed = wasDeployed() ? there.answers() : changed.isEmpty() && there.rolledOut();
    if (!deployed) {
      return notYet();
    }
    return alias.filter(Alias::isForeign).map(this::aliasTaken).orElseGet(this::deployed);
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
    return nameTaken(message);
  }

  /** Clients that know the run's own Service are served all the same. */
  private RunDecision aliasTaken(Alias taken) {
    pass.draft().serving(status(Optional.empty()));
    return nameTaken(
        "Service "
            + taken.name()
            + " of spec.serving.service belongs to somebody else: delete it, or name another in a"
            + " new run; the tuned model answers at "
            + url(Optional.empty()));
  }

  private RunDecision nameTaken(String message) {
    pass.draft()
        .condition(ConditionType.DEPLOYED, ConditionStatus.FALSE, Reason.NAME_TAKEN, message)
        .headline(Headline.stalled(Reason.NAME_TAKEN, message));
    pass.timetable().after(BeforeStart.MISSING);
    return pass.decision();
  }

  private RunDecision deployed() {
    Optional<Alias> led = lead();
    String message = "the tuned model answers at " + url(led) + alias.map(Alias::rival).orElse("");
    pass.draft()
        .serving(status(led))
        .condition(ConditionType.DEPLOYED, ConditionStatus.TRUE, Reason.DEPLOYED, message);
    succeed();
    pass.draft().headline(Headline.ready(Reason.DEPLOYED, message));
    return pass.decision();
  }

  /**
   * Points the Service that outlives runs at this one, as soon as pods answer: so its clients go
   * from pods that are ready to pods that are.
   *
   * @return absent where it does not lead here
   */
  private Optional<Alias> lead() {
    Optional<Alias> led =
        alias.filter(found -> found.leadsHere() || found.isFree() && there.readyReplicas() > 0);
    led.filter(found -> !found.isMet())
        .ifPresent(found -> pass.act(new Action.Apply(found.desired())));
    return led;
  }

  private RunDecision notYet() {
    Headline headline = waiting();
    Reason deployed =
        wasDeployed() ? Reason.SERVING_UNAVAILABLE : deployedReason(headline.reason());
    pass.draft()
        .serving(status(alias.filter(Alias::leadsHere)))
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

  private ServingStatus status(Optional<Alias> led) {
    return new ServingStatus(
        name(Deployment.class),
        led.map(Alias::name).orElseGet(() -> name(Service.class)),
        url(led),
        RunObjects.modelName(pass.run()),
        there.readyReplicas());
  }

  private String url(Optional<Alias> led) {
    return led.map(found -> RunObjects.url(pass.run(), found.desired()))
        .orElseGet(() -> RunObjects.url(pass.run()));
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
