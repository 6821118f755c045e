package dev.rlaif.operator.judge;

import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RewardJudgeStatus;
import dev.rlaif.api.v1alpha1.Validation;
import dev.rlaif.api.v1alpha1.ValidationStatus;
import dev.rlaif.operator.kube.ObjectNames;
import dev.rlaif.operator.objects.JudgeContext;
import dev.rlaif.plan.JudgeCheckPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done about the proof of a judge, and what is known of it.
 *
 * @param fact Validated
 * @param figures of the last finished proof; they hold for their own hash only
 * @param job of the present proof; absent where none is asked for
 * @param isNew whether the figures were read just now
 */
record Proof(
    Fact fact,
    @Nullable ValidationStatus figures,
    @Nullable String job,
    boolean isNew,
    List<JudgeAction> actions,
    Optional<Duration> lookAgain) {
  private static final ConditionType TYPE = ConditionType.VALIDATED;

  static Proof of(JudgeObservation seen, JudgeContext judge, boolean endpointReady) {
    JudgeCheckPlan plan = judge.plan();
    Validation validation = plan.judge().spec().validation();
    if (validation == null) {
      return notRequired(seen);
    }
    String job = ObjectNames.validation(seen.name(), plan.hash());
    RewardJudgeStatus status = seen.judge().knownStatus();
    ValidationStatus figures = status.validation();
    boolean sameJudge = figures != null && figures.hash().equals(plan.judge().hash());
    if (figures != null && sameJudge && job.equals(status.job())) {
      return new Proof(
          ProofFacts.verdict(figures),
          figures,
          job,
          false,
          dropOthers(seen, job),
          Optional.empty());
    }
    // Figures of other examples would pass for those of the present ones: same judge, same hash.
    ValidationStatus earlier = sameJudge ? null : figures;
    return seen.proofs().stream()
        .filter(proof -> proof.name().equals(job))
        .findFirst()
        .map(proof -> running(seen, plan, validation, proof, earlier))
        .orElseGet(() -> absent(seen, judge, job, earlier, endpointReady));
  }

  private static Proof notRequired(JudgeObservation seen) {
    return new Proof(
        Fact.unknown(
            TYPE,
            Reason.NOT_REQUIRED,
            "spec.validation is not given; runs whose judgeRef.requireValidated is true wait for"
                + " it"),
        null,
        null,
        false,
        dropOthers(seen, ""),
        Optional.empty());
  }

  private static Proof absent(
      JudgeObservation seen,
      JudgeContext judge,
      String job,
      @Nullable ValidationStatus earlier,
      boolean endpointReady) {
    if (!endpointReady) {
      return new Proof(
          Fact.unknown(TYPE, Reason.JUDGE_NOT_READY, "waits for the judge's server"),
          earlier,
          job,
          false,
          dropUseless(seen, job),
          Optional.empty());
    }
    List<JudgeAction> actions = new ArrayList<>(dropUseless(seen, job));
    actions.add(new JudgeAction.Prove(judge));
    return new Proof(ProofFacts.started(job), earlier, job, false, actions, Optional.empty());
  }

  private static Proof running(
      JudgeObservation seen,
      JudgeCheckPlan plan,
      Validation validation,
      ProofJob proof,
      @Nullable ValidationStatus earlier) {
    Optional<ValidationStatus> figures = figures(proof, plan);
    if (figures.isPresent()) {
      return new Proof(
          ProofFacts.verdict(figures.get()),
          figures.get(),
          proof.name(),
          true,
          dropOthers(seen, proof.name()),
          Optional.empty());
    }
    boolean isOld = proof.hasEnded() && proof.generation() < seen.generation();
    boolean tryAgain = isOld || proof.podGone();
    List<JudgeAction> actions =
        new ArrayList<>(
            proof.hasEnded() ? dropOthers(seen, proof.name()) : dropUseless(seen, proof.name()));
    if (tryAgain) {
      actions.add(new JudgeAction.DropProof(proof.name()));
    }
    Optional<Duration> untilDue =
        proof
            .waitingSince()
            .filter(since -> proof.state() == ProofJob.State.STARTING)
            .map(since -> since.plusSeconds(validation.limits().startDeadlineSeconds()))
            .map(due -> Duration.between(seen.now(), due));
    boolean overdue = untilDue.filter(left -> left.isNegative() || left.isZero()).isPresent();
    return new Proof(
        tryAgain ? ProofFacts.started(proof.name()) : ProofFacts.of(proof, overdue),
        earlier,
        proof.name(),
        false,
        actions,
        overdue ? Optional.empty() : untilDue);
  }

  /** Figures of a finished proof, if they are of this judge. */
  private static Optional<ValidationStatus> figures(ProofJob proof, JudgeCheckPlan plan) {
    return proof
        .report()
        .filter(report -> proof.state() == ProofJob.State.COMPLETE)
        .filter(report -> report.hash().equals(plan.judge().hash()))
        .flatMap(report -> Optional.ofNullable(report.validation()))
        .filter(figures -> figures.hash().equals(plan.judge().hash()));
  }

  private static List<JudgeAction> dropOthers(JudgeObservation seen, String present) {
    return drop(seen.proofs().stream().filter(proof -> !proof.name().equals(present)).toList());
  }

  /** Earlier proofs that still run: nobody will read what they find, and each answer costs. */
  private static List<JudgeAction> dropUseless(JudgeObservation seen, String present) {
    return drop(
        seen.proofs().stream()
            .filter(proof -> !proof.name().equals(present) && !proof.hasEnded())
            .toList());
  }

  private static List<JudgeAction> drop(List<ProofJob> proofs) {
    return proofs.stream()
        .filter(proof -> proof.state() != ProofJob.State.LEAVING)
        .map(ProofJob::name)
        .<JudgeAction>map(JudgeAction.DropProof::new)
        .toList();
  }

  Optional<String> accuracy() {
    return isNew
        ? Optional.ofNullable(Objects.requireNonNull(figures).accuracy())
        : Optional.empty();
  }
}
