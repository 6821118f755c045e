package dev.rlaif.trainer.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.api.v1alpha1.PairFile;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.Documents;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.RunPlanner;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.cli.Shell;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.Stopped;
import dev.rlaif.trainer.text.ChatTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pairs of scripted answers, with the tokenizer of the bundled model. */
class PairsStageTest {
  private static final List<Prompt> PROMPTS =
      IntStream.range(0, 200).mapToObj(i -> Prompt.of("What about " + i + " beans?")).toList();

  private static ChatTokenizer tokenizer;

  private final Path folder;
  private final Workspace workspace;
  private final List<String> asked = new ArrayList<>();
  private int stopAfter = Integer.MAX_VALUE;

  PairsStageTest(@TempDir Path folder) {
    this.folder = folder;
    this.workspace = new Workspace(folder.resolve("workspace"));
  }

  @BeforeAll
  static void open() {
    tokenizer = ChatTokenizer.open(Shell.MODEL);
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  private PairsStage stage(String... sets) throws IOException {
    String document = Shell.example().replace("type: PPO", "type: DPO");
    RunPlan plan =
        RunPlanner.plan(Documents.parse(Map.of("run.yaml", document), List.of(sets)))
            .orElseThrow(problems -> new AssertionError(problems.toString()));
    return new PairsStage(
        plan, workspace, tokenizer, PairsStageTest::reference, (what, done, of) -> {}, () -> false);
  }

  /** Minus the token's id: what belongs to what can be seen. */
  private static float[][] reference(List<Sequence> sequences) {
    return sequences.stream()
        .map(
            sequence -> {
              float[] row = new float[sequence.responseIds().length];
              for (int t = 0; t < row.length; t++) {
                row[t] = -sequence.responseIds()[t] / 3f;
              }
              return row;
            })
        .toArray(float[][]::new);
  }

  /** Every third prompt's answers are alike; all others have a margin of 0.5. */
  private final class Scripted implements PairsStage.Answering {
    @Override
    public List<AnswerGroup> answer(List<Prompt> prompts) {
      if (asked.size() >= stopAfter) {
        throw new Stopped();
      }
      return prompts.stream().map(this::group).toList();
    }

    private AnswerGroup group(Prompt prompt) {
      asked.add(prompt.id());
      double best = PROMPTS.indexOf(prompt) % 3 == 0 ? 0.5 : 0.9;
      AnswerGroup made = PairSelectionTest.group(prompt.id(), best, 0.4, null, 0.45);
      return new AnswerGroup(prompt.id(), prompt.question(), made.promptIds(), made.answers());
    }

    @Override
    public void close() {}
  }

  @Test
  void makesPairsAndSaysHow() throws IOException {
    PairManifest manifest = stage().make("in", PROMPTS, Scripted::new);
    assertThat(manifest.pairs()).isEqualTo(133);
    assertThat(manifest.offered()).isEqualTo(200);
    assertThat(manifest.answers()).isEqualTo(800);
    assertThat(manifest.missingScores()).isEqualTo(200);
    assertThat(manifest.unpaired()).containsExactly(Map.entry(Unpaired.NO_MARGIN, 67));
    assertThat(manifest.meanMargin()).isEqualTo(0.5);
    List<Preference> pairs = PairFiles.read(workspace);
    assertThat(pairs).hasSize(133);
    Preference first = pairs.get(0);
    assertThat(first.id()).isEqualTo(PROMPTS.get(1).id());
    assertThat(first.prompt().get(0).content()).isEqualTo(PROMPTS.get(1).question());
    assertThat(first.chosenIds()).containsExactly(7, 0);
    assertThat(first.rejectedIds()).containsExactly(7, 1);
    assertThat(first.referenceRejected()).containsExactly(-7 / 3f, -1 / 3f);
    assertThat(first.tokenizer()).isEqualTo(tokenizer.fingerprint());
    assertThat(Files.readAllLines(workspace.preferencePairs()).get(0))
        .startsWith("{\"id\":\"")
        .contains(
            "\"prompt\":[{\"role\":\"user\",\"content\":\"What about 1 beans?\"}]",
            "\"chosen\":[{\"role\":\"assistant\",\"content\":\"answer 0\"}]",
            "\"score_chosen\":0.9,\"score_rejected\":0.4",
            "\"chosen_ids\":[7,0]");
  }

  @Test
  void anInterruptedStageAsksForNothingTwice() throws IOException {
    PairManifest whole = stage().make("in", PROMPTS, Scripted::new);
    String pairs = Files.readString(workspace.preferencePairs());
    Files.delete(workspace.pairManifest());
    Files.delete(workspace.pairAnswers());
    asked.clear();
    stopAfter = 100;
    assertThatThrownBy(() -> stage().make("in", PROMPTS, Scripted::new))
        .isInstanceOfSatisfying(
            StageFailure.class, f -> assertThat(f.exit()).isEqualTo(StageFailure.Exit.INTERRUPTED))
        .hasMessageContaining("goes on after them");
    assertThat(asked).hasSize(128);
    Files.writeString(
        workspace.pairAnswers(), "{\"id\":\"cut o", StandardOpenOption.APPEND); // killed
    stopAfter = Integer.MAX_VALUE;
    assertThat(stage().make("in", PROMPTS, Scripted::new)).isEqualTo(whole);
    assertThat(asked).hasSize(200).doesNotHaveDuplicates();
    assertThat(workspace.preferencePairs()).hasContent(pairs);
  }

  @Test
  void whatIsFinishedIsNotMadeAgainAndAnswersOutliveAnotherMargin() throws IOException {
    PairManifest made = stage().make("in", PROMPTS, Scripted::new);
    assertThat(stage().make("in", PROMPTS, Scripted::new)).isEqualTo(made);
    PairManifest closer =
        stage("algorithm.overrides.minMargin=0.05").make("in", PROMPTS, Scripted::new);
    assertThat(closer.pairs()).isEqualTo(200);
    assertThat(asked).hasSize(200);
    stage().make("other model", PROMPTS, Scripted::new);
    assertThat(asked).hasSize(400);
  }

  @Test
  void noPairLeftSaysWhatWouldDo() throws IOException {
    PairsStage strict = stage("algorithm.overrides.minMargin=0.6");
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> strict.make("in", PROMPTS, Scripted::new))
          .isInstanceOfSatisfying(
              StageFailure.class,
              f -> {
                assertThat(f.exit()).isEqualTo(StageFailure.Exit.WRONG);
                assertThat(f.reason()).isEqualTo(Reason.DATA_INVALID);
              })
          .hasMessageContainingAll(
              "no pair is left of 200", "200 no margin", "groupSize", "lower minMargin");
    }
  }

  @Test
  void fewerPairsThanABatchAreNotEnough() throws IOException {
    assertThatThrownBy(() -> stage().make("in", PROMPTS.subList(0, 90), Scripted::new))
        .hasMessageContainingAll(
            "only 60 pairs of 90", "rollout.batchSize, which is 64", "30 no margin");
    assertThat(stage("rollout.batchSize=60").make("in", PROMPTS.subList(0, 90), Scripted::new))
        .returns(60, PairManifest::pairs);
  }

  private List<PairFile> file(String... lines) throws IOException {
    Path file = folder.resolve("given.jsonl");
    Files.writeString(file, String.join("\n", lines));
    return List.of(new PairFile(file.toString()));
  }

  private PairManifest read(List<PairFile> files, List<Prompt> heldOut) throws IOException {
    return stage("rollout.batchSize=1", "pairs={files: [{uri: /p}]}")
        .read("model", files, new Sources(folder, folder, Map.of()), heldOut);
  }

  @Test
  void textsOfAFileAreEncodedAsTheModelWouldGenerateThem() throws IOException {
    String answer = "A mushroom casserole with rice is hard to beat.";
    read(
        file("{\"prompt\": \"Rice?\", \"chosen\": \"" + answer + "\", \"rejected\": \"Ham.\"}"),
        List.of());
    Preference pair = PairFiles.read(workspace).get(0);
    assertThat(pair.promptIds()).isEqualTo(tokenizer.promptIds(pair.prompt()));
    int[] ids = pair.chosenIds();
    assertThat(tokenizer.stopIds()).contains(ids[ids.length - 1]);
    assertThat(tokenizer.decode(ids)).isEqualTo(answer);
    assertThat(tokenizer.decode(Arrays.copyOf(ids, ids.length - 1))).isEqualTo(answer);
    assertThat(pair.scoreChosen()).isNull();
  }

  @Test
  void heldOutPromptsAreLeftOutOfAFile() throws IOException {
    PairManifest manifest =
        read(
            file(
                "{\"prompt\": \"Rice, please\", \"chosen\": \"Tofu.\", \"rejected\": \"Ham.\"}",
                "{\"prompt\": \"Beans!\", \"chosen\": \"Tofu.\", \"rejected\": \"Ham.\"}"),
            List.of(Prompt.of("beans?")));
    assertThat(manifest.pairs()).isEqualTo(1);
    assertThat(manifest.unpaired()).containsExactly(Map.entry(Unpaired.HELD_OUT, 1));
    assertThat(manifest.answers()).isZero();
  }

  /** What one run made another can be given: nothing is decoded and encoded again. */
  @Test
  void idsOfAFileAreTrainedOnAsTheyAre() throws IOException {
    stage().make("in", PROMPTS, Scripted::new);
    List<Preference> made = PairFiles.read(workspace);
    Path given = Files.copy(workspace.preferencePairs(), folder.resolve("made.jsonl"));
    read(List.of(new PairFile(given.toString())), List.of());
    List<Preference> again = PairFiles.read(workspace);
    assertThat(again).usingRecursiveComparison().isEqualTo(made);
    String other = Files.readString(given).replace(tokenizer.fingerprint(), "another");
    Files.writeString(given, other);
    assertThatThrownBy(() -> read(List.of(new PairFile(given.toString())), List.of()))
        .isInstanceOfSatisfying(
            StageFailure.class, f -> assertThat(f.reason()).isEqualTo(Reason.DATA_INVALID))
        .hasMessageContainingAll("made.jsonl:1", "the token ids are of another model");
  }

  @Test
  void pairsThatSomebodyChangedAreNotTrainedOn() throws IOException {
    assertThatThrownBy(() -> PairFiles.read(workspace))
        .hasMessageContaining("has no pairs yet: make them with: rlaif pairs");
    stage().make("in", PROMPTS, Scripted::new);
    Files.writeString(workspace.preferencePairs(), "{}\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> PairFiles.read(workspace))
        .hasMessageContaining("is not as the pairs stage wrote it");
  }
}
