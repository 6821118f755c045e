package dev.rlaif.operator.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.operator.kube.RewardJudgeResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every case of {@code src/test/resources/judge/cases}: what was seen, and what follows. With
 * {@code -Drlaif.golden=write} the answers are written anew, to be read before they are committed.
 */
class JudgeDecisionTest {

  static List<Path> cases() throws IOException {
    try (Stream<Path> folders = Files.list(JudgeCase.FOLDER.resolve("cases"))) {
      return folders.sorted().toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void followsFromWhatIsSeen(Path folder) throws IOException {
    JudgeObservation seen = JudgeCase.read(folder);

    String said = JudgeCase.text(seen, JudgeDecision.of(seen));

    Path golden = folder.resolve("out.yaml");
    if ("write".equals(System.getProperty("rlaif.golden"))) {
      Files.writeString(golden, said);
    }
    assertThat(said).isEqualTo(Files.readString(golden));
  }

  /** Else every pass of every judge would be a write, and every write would wake a pass. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void saysTheSameWhenAskedAgain(Path folder) throws IOException {
    JudgeObservation seen = JudgeCase.read(folder);
    JudgeDecision first = JudgeDecision.of(seen);

    JudgeDecision second = JudgeDecision.of(later(seen, first));

    assertThat(second.status()).isEqualTo(first.status());
    assertThat(second.accuracy()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void tellsOthersWhetherItWorksOrWaitsForAPerson(Path folder) throws IOException {
    JudgeObservation seen = JudgeCase.read(folder);

    var conditions = JudgeDecision.of(seen).status().conditions();

    assertThat(conditions.stream().filter(condition -> condition.isTrue()))
        .filteredOn(
            condition ->
                List.of(ConditionType.READY, ConditionType.RECONCILING, ConditionType.STALLED)
                    .contains(condition.type()))
        .hasSize(1);
    assertThat(conditions).doesNotHaveDuplicates().extracting("type").doesNotHaveDuplicates();
    assertThat(JudgeDecision.of(seen).status().observedGeneration()).isEqualTo(seen.generation());
  }

  private static JudgeObservation later(JudgeObservation seen, JudgeDecision decision) {
    Instant now = seen.now().plusSeconds(1);
    var judge = new RewardJudgeResource();
    judge.setMetadata(seen.judge().getMetadata());
    judge.setSpec(seen.judge().getSpec());
    judge.setStatus(decision.status());
    return new JudgeObservation(
        judge,
        seen.settings(),
        seen.configMaps(),
        seen.missing(),
        seen.proofs(),
        seen.servers(),
        seen.usage(),
        now);
  }
}
