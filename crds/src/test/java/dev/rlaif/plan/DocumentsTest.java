package dev.rlaif.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rlaif.api.v1alpha1.RewardJudge;
import dev.rlaif.api.v1alpha1.RlaifRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsTest {

  @Test
  void tellsAllProblemsOfAllDocumentsAtOnce() {
    String text =
        """
        apiVersion: rlaif.dev/v1alpha1
        kind: RlaifRun
        metadata: {name: Bad_Name}
        spec:
          trainng: {gpus: 1}
          model: {uri: "gs://x"}
          judgeRef: {name: judge}
          prompts: {generate: {count: 0, systemPrompt: x, topics: [a]}}
          algorithm: {type: ppo}
          rollout: {minNewTokens: 500, batchSize: "128"}
        ---
        apiVersion: rlaif.dev/v1alpha1
        kind: RewardJudge
        metadata: {name: judge}
        spec: {wordlist: {forbid: [a, 1]}}
        """;

    List<Problem> problems =
        RunPlanner.plan(Documents.parse(Map.of("bad.yaml", text), List.of())).problems();

    assertThat(problems)
        .extracting(Problem::toString)
        .containsExactlyInAnyOrder(
            "bad.yaml:3: metadata.name: " + RunRules.NAME_SAYS,
            "bad.yaml:5: spec.trainng: is not known: did you mean spec.training?",
            "bad.yaml:6: spec.model.uri: uri must be hf://ORG/NAME, s3://BUCKET/PREFIX,"
                + " pvc://CLAIM/PATH, bundled://PATH, file:///PATH or an absolute path",
            "bad.yaml:8: spec.prompts.generate.count: is 0, must be between 1 and 1000000",
            "bad.yaml:9: spec.algorithm.type: is \"ppo\", must be one of PPO, GRPO, RLOO, DPO (did"
                + " you mean PPO?)",
            "bad.yaml:10: spec.rollout.minNewTokens: minNewTokens is larger than maxNewTokens",
            "bad.yaml:10: spec.rollout.batchSize: is \"128\", must be a whole number",
            "bad.yaml:7: spec.judgeRef.requireValidated: RewardJudge judge has no validation that"
                + " it could pass: give it one, or set requireValidated to false",
            "bad.yaml:15: spec.wordlist.forbid[1]: is 1, must be a text: put it in quotes");
  }

  @Test
  void passesOverOtherKindsAndSaysSo() {
    assertThat(Valid.documents().notes())
        .containsExactly("others.yaml:21: Namespace is passed over");
  }

  @Test
  void readsWhatAServerGivesBack() {
    String text =
        Valid.text("/valid/judge.yaml")
                .replace(
                    "{name: vegetarian-judge}",
                    "{name: vegetarian-judge, uid: 1-2, generation: 3, resourceVersion: '7'}")
            + "status: {hash: x}\n";
    assertThat(Documents.parse(Map.of("judge.yaml", text), List.of()).problems()).isEmpty();
  }

  @Test
  void tellsWhatIsGivenTwice() {
    String twice = Valid.text("/valid/judge.yaml") + "---\n" + Valid.text("/valid/judge.yaml");
    assertThat(Documents.parse(Map.of("judge.yaml", twice), List.of()).problems())
        .extracting(Problem::message)
        .containsExactly("there is a second RewardJudge vegetarian-judge");
    String key = Valid.text("/valid/run.yaml") + "  suspend: true\n";
    assertThat(Documents.parse(Map.of("run.yaml", key), List.of()).problems())
        .extracting(Problem::path, Problem::message)
        .containsExactly(tuple("spec.suspend", "is given twice"));
  }

  @Test
  void tellsWhatIsNoYamlAndWhatIsNoObject() {
    assertThat(Documents.parse(Map.of("a.yaml", "a: [1,\nb: 2"), List.of()).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.toString()).startsWith("a.yaml:2: is not YAML"));
    assertThat(Documents.parse(Map.of("b.yaml", "just text"), List.of()).problems())
        .extracting(Problem::toString)
        .containsExactly("b.yaml:1: is \"just text\", must be an object");
    assertThat(Documents.parse(Map.of("c.yaml", "a: &x [*x]"), List.of()).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("is not YAML"));
  }

  @Test
  void tellsAKindThatDoesNotExist() {
    String text = Valid.text("/valid/run.yaml").replace("kind: RlaifRun", "kind: RlaifRum");
    assertThat(Documents.parse(Map.of("run.yaml", text), List.of()).problems())
        .extracting(Problem::toString)
        .containsExactly(
            "run.yaml:2: kind: is \"RlaifRum\", must be one of RlaifRun, RewardJudge (did you mean"
                + " RlaifRun?)");
  }

  @Test
  void readsFiles(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("judge.yaml"), Valid.text("/valid/judge.yaml"));
    Path missing = folder.resolve("no.yaml");
    Documents documents = Documents.read(List.of(file, missing), List.of());
    assertThat(documents.problems())
        .containsExactly(new Problem(missing.toString(), "", "there is no such file"));
    assertThat(documents.judges()).hasSize(1);
  }

  /** An operator holds records whose defaults are filled in; they must plan as the file does. */
  @Test
  void recordsPlanAsTheirFiles() {
    Documents files = Valid.documents();
    List<RlaifRun> runs = files.runs().stream().map(Document::value).toList();
    List<RewardJudge> judges = files.judges().stream().map(Document::value).toList();
    Planned<RunPlan> again = RunPlanner.plan(Documents.of(runs, judges, files.configMaps()));
    assertThat(again.problems()).isEmpty();
    assertThat(again.plan()).contains(Valid.plan());
  }
}
