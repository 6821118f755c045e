package dev.rlaif.trainer.view;

import static dev.rlaif.trainer.view.Tag.tag;

import dev.rlaif.trainer.proof.Calibration;
import dev.rlaif.trainer.proof.JudgeProofReport;
import dev.rlaif.trainer.proof.ThresholdSweep;
import java.util.Optional;

/** The page of a judge's proof: whether it may be believed, and why. It needs no script. */
public final class ProofPage {
  private ProofPage() {}

  /**
   * The whole document.
   *
   * @param name of the RewardJudge
   */
  public static String of(String name, JudgeProofReport report) {
    Tag main = tag("main", ProofVerdict.of(name, report), ProofFiguresSection.of(report));
    Calibration calibration = report.calibration();
    ThresholdSweep sweep = report.sweep();
    if (calibration != null && sweep != null) {
      main.add(ScoresSection.of(calibration, sweep, report.threshold()));
    }
    main.add(
        SteadinessSection.rewordings(report.rewordings()),
        SteadinessSection.attacks(report.injection()),
        SteadinessSection.canaries(report.canaries()),
        MistakesSection.of(report),
        ServiceSection.of(report));
    String css = Page.resource("report.css") + Page.resource("proof.css");
    return Page.of("Proof of judge " + name, main, css, Optional.empty());
  }
}
