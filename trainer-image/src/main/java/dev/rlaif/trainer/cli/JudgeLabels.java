package dev.rlaif.trainer.cli;

import dev.rlaif.api.v1alpha1.Validation;
import dev.rlaif.plan.JudgePlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.evaluate.EvaluationFiles;
import dev.rlaif.trainer.judge.Answer;
import dev.rlaif.trainer.judge.Judge;
import dev.rlaif.trainer.judge.Judgement;
import dev.rlaif.trainer.judge.Judges;
import dev.rlaif.trainer.proof.Agreement;
import dev.rlaif.trainer.proof.HumanLabel;
import dev.rlaif.trainer.proof.HumanLabel.Opinion;
import dev.rlaif.trainer.proof.LabelFile;
import dev.rlaif.trainer.proof.LabelSample;
import dev.rlaif.trainer.proof.LabelledPairs;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A judge against a person: who labels, which answers, and how far the two agree. */
record JudgeLabels(
    JudgePlan plan, Workspace workspace, Sources sources, Map<String, String> environment) {
  private static final String GREEDY = "greedy";

  /** Labels by one person. */
  void label(LabelSession session, int wanted, String who, PrintWriter out) {
    Validation validation = plan.spec().validation();
    if (validation == null) {
      throw StageFailure.wrong(
          "RewardJudge "
              + plan.name()
              + " has no spec.validation, which names pairs and threshold");
    }
    List<LabelSample> samples = samples(validation);
    var file = new LabelFile(workspace.judgeLabels(plan.name()));
    session.label(samples, wanted, who, file);
    compare(samples, file.of(who), validation.threshold(), out);
    out.println("labels: " + file.path());
    out.flush();
  }

  /** Answers of the run that the workspace holds, else those of the labelled pairs. */
  private List<LabelSample> samples(Validation validation) {
    if (!Files.exists(workspace.evaluationSamples())) {
      return LabelSample.of(LabelledPairs.load(validation.examples(), sources));
    }
    return LabelSample.mixed(
        EvaluationFiles.samples(workspace.evaluationSamples()).stream()
            .filter(sample -> sample.pass().equals(GREEDY))
            .flatMap(
                sample ->
                    Stream.of(sample.base(), sample.tuned())
                        .map(of -> new Answer(sample.question(), of.text(), of.ended())))
            .distinct()
            .map(answer -> new LabelSample(answer, null))
            .toList());
  }

  private record Labelled(LabelSample sample, boolean good) {}

  private void compare(
      List<LabelSample> samples, List<HumanLabel> labels, double threshold, PrintWriter out) {
    List<Labelled> labelled = new ArrayList<>();
    for (HumanLabel label : labels) {
      samples.stream()
          .filter(sample -> label.isOf(sample) && label.opinion() != Opinion.SKIP)
          .findFirst()
          .ifPresent(sample -> labelled.add(new Labelled(sample, label.opinion() == Opinion.GOOD)));
    }
    if (labelled.isEmpty()) {
      out.println("nothing is labelled yet, so there is nothing to compare");
      return;
    }
    List<Judgement> said = scores(labelled);
    List<Agreement.Pair> withJudge = new ArrayList<>();
    List<Agreement.Pair> withFile = new ArrayList<>();
    List<String> disagreements = new ArrayList<>();
    for (int i = 0; i < labelled.size(); i++) {
      Labelled label = labelled.get(i);
      Boolean inFile = label.sample().good();
      if (inFile != null) {
        withFile.add(new Agreement.Pair(label.good(), inFile));
      }
      if (said.get(i).p().isPresent()) {
        double p = said.get(i).p().getAsDouble();
        withJudge.add(new Agreement.Pair(label.good(), p >= threshold));
        if (label.good() != p >= threshold) {
          disagreements.add(disagreement(label, p));
        }
      }
    }
    out.println();
    out.println("you and the judge: " + Agreement.of(withJudge).text());
    if (withJudge.size() < labelled.size()) {
      out.println(labelled.size() - withJudge.size() + " answers have no score of the judge");
    }
    if (!withFile.isEmpty()) {
      out.println("you and the file:  " + Agreement.of(withFile).text());
    }
    disagreements.forEach(out::println);
  }

  private List<Judgement> scores(List<Labelled> labelled) {
    try (Judge judge = new Judges(sources, environment, Optional.of(workspace)).open(plan)) {
      List<CompletableFuture<Judgement>> asked =
          labelled.stream().map(label -> judge.judge(label.sample().answer())).toList();
      return asked.stream().map(CompletableFuture::join).toList();
    }
  }

  private static String disagreement(Labelled label, double p) {
    return String.format(
        Locale.ROOT,
        "  you say %s, the judge %.2f: %s",
        label.good() ? "good" : "bad",
        p,
        LabelSession.line(label.sample().answer().text()));
  }
}
