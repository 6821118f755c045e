package dev.rlaif.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.trainer.judge.Answer;
import dev.rlaif.trainer.judge.Judge;
import dev.rlaif.trainer.judge.Judgement;
import dev.rlaif.trainer.judge.JudgementStatus;
import dev.rlaif.trainer.prompt.Letters;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.FinishReason;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Generator;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.stage.Stopped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
  private static final List<Prompt> HELD_OUT =
      IntStream.range(0, 4).mapToObj(i -> new Prompt("p" + i, "What about " + i + "?")).toList();

  private final Speaker base = new Speaker("beef");
  private final Speaker tuned = new Speaker("tofu food");
  private final List<EvaluationProgress> progress = new ArrayList<>();
  private AnswerLog kept = AnswerLog.none();
  private StopSignal stop = StopSignal.NEVER;

  @Test
  void asksBothModelsTheSameQuestionsInTheSameWays() {
    evaluation().run(HELD_OUT);

    assertThat(base.samplings)
        .containsExactly(
            Sampling.greedy(64), Sampling.temperature(0.7, 64), Sampling.temperature(0.7, 64));
    assertThat(tuned.samplings).isEqualTo(base.samplings);
    assertThat(tuned.asked).isEqualTo(base.asked);
    assertThat(base.asked.subList(0, 4))
        .extracting(Asked::prompt)
        .containsExactly("What about 0?", "What about 1?", "What about 2?", "What about 3?");
    assertThat(base.asked).extracting(Asked::seed).doesNotHaveDuplicates();
  }

  @Test
  void reportsWhatItFound() {
    EvaluationResult result = evaluation().run(HELD_OUT);

    EvaluationReport report = result.report();
    assertThat(report.verdict().summary()).isEqualTo("4 -> 0 of 4");
    assertThat(report.tuned().greedy().useful()).isEqualTo(4);
    assertThat(report.base().greedy().useful()).isZero();
    assertThat(report.base().greedy().ended()).isEqualTo(2);
    // each token of the tuned answer is 0.5 nats surer; "tofu food" has nine letters
    assertThat(report.tuned().greedy().kl()).isCloseTo(4.5, within(1e-6));
    assertThat(report.base().greedy().kl()).isNull();
    assertThat(report.duplicates()).isEqualTo(1);
    assertThat(report.provenance().judgeHash()).isEqualTo("sha256:fake");
    assertThat(result.samples()).hasSize(12);
    assertThat(result.samples().get(4).pass()).isEqualTo("seed-1");
  }

  @Test
  void tellsHowFarItIs() {
    evaluation().run(HELD_OUT);

    assertThat(progress).hasSize(24);
    assertThat(progress.get(0)).isEqualTo(new EvaluationProgress("base", "greedy", 1, 24));
    assertThat(progress.get(23)).isEqualTo(new EvaluationProgress("tuned", "seed-2", 24, 24));
  }

  @Test
  void aJudgeThatFailsLeavesTheScoreMissing() {
    EvaluationResult result = evaluation(new DeafJudge()).run(HELD_OUT);

    assertThat(result.report().tuned().greedy().scored()).isZero();
    assertThat(result.report().verdict().passed()).isFalse();
    assertThat(result.samples().get(0).base().status()).isEqualTo(JudgementStatus.TIMEOUT);
  }

  @Test
  @Timeout(20)
  void goesOnWhereItWasInterruptedAndFindsTheSame(@TempDir Path folder) throws Exception {
    EvaluationResult whole = evaluation().run(HELD_OUT);
    Path log = folder.resolve("evaluation/answers.jsonl");
    base.asked.clear();
    tuned.asked.clear();
    progress.clear();
    kept = AnswerLog.open(log, "plan");
    stop = () -> progress.size() >= 14;
    assertThatThrownBy(() -> evaluation().run(HELD_OUT)).isInstanceOf(Stopped.class);
    assertThat(base.asked).hasSize(12);
    assertThat(tuned.asked).hasSize(3);
    while (Files.readAllLines(log).size() < 1 + 14) {
      Thread.sleep(5); // the last scores come from another thread
    }
    // the process was killed while it wrote
    Files.writeString(log, "{\"model\": \"tun", StandardOpenOption.APPEND);

    kept = AnswerLog.open(log, "plan");
    stop = StopSignal.NEVER;
    progress.clear();
    EvaluationResult resumed = evaluation().run(HELD_OUT);

    assertThat(resumed).isEqualTo(whole);
    assertThat(base.asked).as("nothing is generated twice").hasSize(12);
    assertThat(tuned.asked).hasSize(3 + 10);
    assertThat(progress.get(0)).isEqualTo(new EvaluationProgress("base", "greedy", 4, 24));
    assertThat(progress).last().isEqualTo(new EvaluationProgress("tuned", "seed-2", 24, 24));
    kept.delete();
    assertThat(log).doesNotExist();
  }

  @Test
  void answersOfAnotherAdapterAndMissingScoresAreNotKept(@TempDir Path folder) {
    Path log = folder.resolve("answers.jsonl");
    kept = AnswerLog.open(log, "plan");
    evaluation(new DeafJudge()).run(HELD_OUT);
    assertThat(AnswerLog.open(log, "plan").find("base", "greedy", "p0")).isEmpty();

    kept = AnswerLog.open(log, "plan");
    evaluation().run(HELD_OUT);
    assertThat(AnswerLog.open(log, "plan").find("base", "greedy", "p0")).isPresent();
    assertThat(AnswerLog.open(log, "other").find("base", "greedy", "p0")).isEmpty();
  }

  @Test
  void refusesToEvaluateOnNothing() {
    assertThatThrownBy(() -> evaluation().run(List.of()))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("spec.prompts.heldOut");
  }

  @Test
  void filesReadBackAsTheyWereWritten(@TempDir Path folder) throws Exception {
    EvaluationResult result = evaluation().run(HELD_OUT);
    Path reportJson = folder.resolve("evaluation/report.json");
    Path samplesJsonl = folder.resolve("evaluation/samples.jsonl");

    EvaluationFiles.write(result, reportJson, samplesJsonl);

    assertThat(EvaluationFiles.report(reportJson)).contains(result.report());
    assertThat(EvaluationFiles.samples(samplesJsonl)).isEqualTo(result.samples());
    try (var files = Files.list(reportJson.getParent())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("report.json", "samples.jsonl");
    }
  }

  @Test
  void greedyFiguresStandAtTheTopOfTheJson(@TempDir Path folder) throws Exception {
    Path reportJson = folder.resolve("report.json");
    EvaluationFiles.write(evaluation().run(HELD_OUT), reportJson, folder.resolve("s.jsonl"));

    JsonNode json = new ObjectMapper().readTree(reportJson.toFile());

    for (String side : List.of("base", "tuned")) {
      for (String figure :
          List.of("prompts", "violations", "useful", "ended", "meanLength", "meanScore")) {
        assertThat(json.at("/" + side + "/" + figure).isNumber()).as(side + " " + figure).isTrue();
      }
      assertThat(json.at("/" + side + "/passes")).hasSize(3);
      assertThat(json.at("/" + side + "/sampled/violations").isNumber()).isTrue();
    }
    assertThat(json.at("/verdict/passed").asBoolean()).isTrue();
    assertThat(json.at("/verdict/failedGates").isArray()).isTrue();
    assertThat(json.at("/verdict/summary").asText()).isEqualTo("4 -> 0 of 4");
  }

  @Test
  void aReportThatIsNoReportSaysSo(@TempDir Path folder) throws Exception {
    Path reportJson = Files.writeString(folder.resolve("report.json"), "{\"verdict\": 1}");
    assertThat(EvaluationFiles.report(folder.resolve("none.json"))).isEmpty();
    assertThatThrownBy(() -> EvaluationFiles.report(reportJson))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining(reportJson.toString());
  }

  @Test
  void terminalTextShowsBothModelsAndNoControlCharacters() {
    tuned.words = "tofu food \u001b]0;renamed\u0007 \u202Ereversed";
    EvaluationResult result = evaluation().run(HELD_OUT);

    String text = EvaluationText.of(result.report(), TellingSamples.of(result.samples(), 2));

    assertThat(text)
        .containsPattern("violations \\(greedy\\) +4 +0")
        .containsPattern("useful answers +0 +4")
        .contains("What about 0?", "0.10  beef", "0.90  tofu food")
        .doesNotContain("\u001b", "\u0007", "\u202E");
  }

  @Test
  void tellingSamplesShowTheLargestLossToo() {
    List<EvaluationSample> samples = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      samples.add(sample(i, 0.5, 0.5 + (i - 2) * 0.05));
    }
    assertThat(TellingSamples.of(samples, 3))
        .extracting(EvaluationSample::id)
        .containsExactly("9", "8", "0");
  }

  private static EvaluationSample sample(int id, double base, double tuned) {
    return new EvaluationSample(
        "" + id,
        "q",
        Pass.GREEDY,
        EvaluationReportTest.answer("b", 5, true, true, base),
        EvaluationReportTest.answer("t", 5, true, true, tuned));
  }

  private Evaluation evaluation() {
    return evaluation(new MeatJudge());
  }

  private Evaluation evaluation(Judge judge) {
    var model =
        new EvaluatedModel(
            new Letters(),
            base,
            tuned,
            sequences -> scores(sequences.size(), sequences.get(0).responseIds().length, -1),
            sequences -> scores(sequences.size(), sequences.get(0).responseIds().length, -0.5f));
    var gates = EvaluationReportTest.gates(0.1, null);
    var settings = new EvaluationSettings(2, 0.7, 64, 1, 0.5, List.of("food"), gates);
    return new Evaluation(model, judge, settings, progress::add, kept, stop);
  }

  private static float[][] scores(int rows, int tokens, float value) {
    var scores = new float[rows][tokens];
    for (float[] row : scores) {
      Arrays.fill(row, value);
    }
    return scores;
  }

  private record Asked(String prompt, long seed) {}

  /** Says the same to everything, and is cut off on every second question. */
  private static final class Speaker implements Generator {
    private String words;
    private final List<Sampling> samplings = new ArrayList<>();
    private final List<Asked> asked = new ArrayList<>();

    Speaker(String words) {
      this.words = words;
    }

    @Override
    public List<Completion> generate(
        List<GenerationRequest> requests, Sampling sampling, Consumer<Completion> finished) {
      samplings.add(sampling);
      List<Completion> completions = new ArrayList<>();
      for (GenerationRequest request : requests) {
        asked.add(new Asked(new Letters().decode(request.promptIds()), request.seed()));
        var finish = request.index() % 2 == 0 ? FinishReason.STOP : FinishReason.LENGTH;
        int[] ids = words.chars().toArray();
        var completion =
            new Completion(
                request.index(), request.promptIds(), ids, new float[ids.length], finish);
        finished.accept(completion);
        completions.add(completion);
      }
      return completions;
    }
  }

  private abstract static class FakeJudge implements Judge {
    @Override
    public String name() {
      return "fake";
    }

    @Override
    public String hash() {
      return "sha256:fake";
    }

    @Override
    public void close() {}
  }

  private static final class MeatJudge extends FakeJudge {
    @Override
    public CompletableFuture<Judgement> judge(Answer answer) {
      double p = answer.text().contains("beef") ? 0.1 : 0.9;
      return CompletableFuture.supplyAsync(() -> Judgement.ok(p, ""));
    }
  }

  private static final class DeafJudge extends FakeJudge {
    @Override
    public CompletableFuture<Judgement> judge(Answer answer) {
      return CompletableFuture.completedFuture(Judgement.missing(JudgementStatus.TIMEOUT, ""));
    }
  }
}
