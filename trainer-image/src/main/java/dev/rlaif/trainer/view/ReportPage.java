package dev.rlaif.trainer.view;

import static dev.rlaif.trainer.view.Tag.tag;

import java.util.Optional;

/** The page of a run. */
public final class ReportPage {
  private ReportPage() {}

  /** The whole document. */
  public static String of(ReportInput input) {
    String css = Page.resource("report.css");
    String script = Page.resource("report.js");
    var samples =
        new SamplesSection(input.report().provenance().violationThreshold(), input.words());
    Tag main = tag("main", VerdictSection.of(input.run(), input.report()));
    main.add(FiguresSection.of(input.report()), samples.beforeAndAfter(input.samples()));
    CurvesSection.of(input.metrics()).ifPresent(main::add);
    input.judgeProof().map(JudgeSection::of).ifPresent(main::add);
    main.add(samples.all(input.samples()));
    input.plan().map(PlanSection::of).ifPresent(main::add);
    return Page.of(input.run() + ": evaluation", main, css, Optional.of(script));
  }
}
