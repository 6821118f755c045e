package dev.rlaif.crd;

import dev.rlaif.api.v1alpha1.RewardJudge;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.api.v1alpha1.RewardJudgeStatus;
import dev.rlaif.api.v1alpha1.RlaifRun;
import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import dev.rlaif.api.v1alpha1.RlaifRunStatus;
import dev.rlaif.plan.CelRule;
import java.util.List;

/**
 * What makes a kind of its records.
 *
 * @param document the whole object, as a person writes it
 * @param onUpdate rules that compare an object with what it was
 * @param selectable paths that field selectors may name
 */
public record CustomResource(
    String kind,
    String plural,
    String shortName,
    Class<? extends Record> document,
    Class<? extends Record> spec,
    Class<? extends Record> status,
    List<CelRule> onUpdate,
    List<PrinterColumn> columns,
    List<String> selectable) {
  static final String GROUP = "rlaif.dev";
  static final String VERSION = "v1alpha1";

  public static final CustomResource RLAIF_RUN =
      new CustomResource(
          RlaifRun.KIND,
          "rlaifruns",
          "rr",
          RlaifRun.class,
          RlaifRunSpec.class,
          RlaifRunStatus.class,
          FixedOnceStarted.rules(),
          List.of(
              PrinterColumn.text("Phase", ".status.phase"),
              new PrinterColumn("Progress", "integer", ".status.training.progressPercentage", 0),
              PrinterColumn.text("Reward", PrinterColumn.metric("reward_mean")),
              PrinterColumn.text("Evaluation", ".status.evaluation.summary"),
              PrinterColumn.condition("Ready"),
              PrinterColumn.reason(),
              PrinterColumn.age(),
              PrinterColumn.wide("Judge", ".spec.judgeRef.name"),
              PrinterColumn.wide("Model", ".spec.model.uri"),
              PrinterColumn.wide("KL", PrinterColumn.metric("kl_mean")),
              PrinterColumn.wide("URL", ".status.serving.url"),
              PrinterColumn.wide("Viewer", ".status.viewer.url")),
          List.of(".status.phase"));

  public static final CustomResource REWARD_JUDGE =
      new CustomResource(
          RewardJudge.KIND,
          "rewardjudges",
          "rj",
          RewardJudge.class,
          RewardJudgeSpec.class,
          RewardJudgeStatus.class,
          List.of(),
          List.of(
              PrinterColumn.condition("Validated"),
              PrinterColumn.condition("Ready"),
              PrinterColumn.text("Accuracy", ".status.validation.accuracy"),
              PrinterColumn.text("F1", ".status.validation.f1"),
              PrinterColumn.text("Model", ".status.model"),
              PrinterColumn.reason(),
              PrinterColumn.age(),
              PrinterColumn.wide("AUROC", ".status.validation.auroc"),
              PrinterColumn.wide("ECE", ".status.validation.calibrationError"),
              PrinterColumn.wide("Flips", ".status.validation.flipRate"),
              PrinterColumn.wide("Reworded", ".status.validation.rewordingFlipRate"),
              PrinterColumn.wide("Injected", ".status.validation.injectionRate"),
              PrinterColumn.wide("URL", ".status.url")),
          List.of());

  public static final List<CustomResource> ALL = List.of(RLAIF_RUN, REWARD_JUDGE);

  /** Name of the definition, and of its file. */
  public String name() {
    return plural + "." + GROUP;
  }
}
