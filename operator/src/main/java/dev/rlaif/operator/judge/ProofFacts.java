package dev.rlaif.operator.judge;

import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.ValidationStatus;
import java.util.List;
import java.util.StringJoiner;

/** What is said about a proof. */
final class ProofFacts {
  private static final ConditionType TYPE = ConditionType.VALIDATED;

  private ProofFacts() {}

  static Fact verdict(ValidationStatus figures) {
    if (figures.passed()) {
      return Fact.holds(TYPE, Reason.VALIDATED, "passed: " + measured(figures));
    }
    List<String> failed = figures.failedGates();
    return Fact.fails(
        TYPE,
        Reason.BELOW_THRESHOLD,
        (failed.isEmpty() ? "a gate was missed" : String.join("; ", failed))
            + " ("
            + measured(figures)
            + "); correct the judge, its examples or its gates");
  }

  static Fact started(String job) {
    return Fact.unknown(TYPE, Reason.VALIDATING, "Job " + job + " scores the labelled examples");
  }

  /** A proof that has no figures, or not yet. */
  static Fact of(ProofJob proof, boolean overdue) {
    return switch (proof.state()) {
      case LEAVING ->
          Fact.unknown(
              TYPE, Reason.VALIDATING, "Job " + proof.name() + " is being deleted, to start anew");
      case QUEUED -> Fact.unknown(TYPE, Reason.QUEUED_BY_KUEUE, said(proof));
      case STARTING -> starting(proof, overdue);
      case RUNNING -> started(proof.name());
      case COMPLETE -> failed(proof, Reason.REPORT_MISSING, "ended without figures of this judge");
      case FAILED -> failed(proof, proof.reason().orElse(Reason.BACKOFF_LIMIT_EXCEEDED), "failed");
    };
  }

  private static Fact starting(ProofJob proof, boolean overdue) {
    if (overdue) {
      return Fact.fails(
          TYPE,
          Reason.START_DEADLINE_EXCEEDED,
          "Job "
              + proof.name()
              + " did not start within spec.validation.limits.startDeadlineSeconds, and goes on if"
              + " it still does"
              + (proof.message().isEmpty() ? "" : ": " + proof.message()));
    }
    return Fact.unknown(TYPE, proof.reason().orElse(Reason.STARTING), said(proof));
  }

  private static Fact failed(ProofJob proof, Reason reason, String how) {
    String why = proof.message().isEmpty() ? reason.advice() : proof.message();
    return Fact.fails(
        TYPE,
        reason,
        "Job "
            + proof.name()
            + " "
            + how
            + ": "
            + why
            + "; correct the spec, or delete the Job to try again");
  }

  private static String said(ProofJob proof) {
    return proof.message().isEmpty()
        ? "Job " + proof.name() + " has not started yet"
        : "Job " + proof.name() + ": " + proof.message();
  }

  private static String measured(ValidationStatus figures) {
    StringJoiner text = new StringJoiner(", ");
    if (figures.accuracy() != null) {
      text.add("accuracy " + figures.accuracy());
    }
    if (figures.auroc() != null) {
      text.add("AUROC " + figures.auroc());
    }
    if (figures.missing() != null && figures.missing() > 0) {
      text.add(figures.missing() + " scores missing");
    }
    if (figures.examples() != null) {
      text.add(figures.examples() + " examples");
    }
    return text.length() == 0 ? "no figures" : text.toString();
  }
}
