package dev.rlaif.trainer.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.plan.JudgePlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.chat.FaultyServer;
import dev.rlaif.trainer.chat.FaultyServer.Fault;
import dev.rlaif.trainer.stage.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A judge whose server fails at three of ten requests, in every way that servers fail. */
@Timeout(120)
class FaultyJudgeTest {
  private static final int ANSWERS = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder = Path.of("/nowhere");

  private Judge open(FaultyServer server) throws IOException {
    String spec =
        "endpoint: {url: '"
            + server.url()
            + "', model: m, timeoutSeconds: 1, retries: 8, throughput: {concurrency: 32}}\n"
            + "prompt: {template: '{question} {answer}'}\n";
    var sources = new Sources(Path.of("/nowhere"), Path.of("/nowhere"), Map.of());
    return new Judges(sources, Map.of(), Optional.of(new Workspace(folder)))
        .open(
            new JudgePlan(
                "faulty",
                new ObjectMapper(new YAMLFactory()).readValue(spec, RewardJudgeSpec.class),
                ""));
  }

  private List<Judgement> judge(FaultyServer server) throws IOException {
    try (Judge judge = open(server)) {
      List<CompletableFuture<Judgement>> calls =
          IntStream.range(0, ANSWERS)
              .mapToObj(i -> judge.judge(new Answer("Good?", "answer number " + i, true)))
              .toList();
      return calls.stream().map(CompletableFuture::join).toList();
    }
  }

  private List<JsonNode> records() throws IOException {
    List<JsonNode> records = new ArrayList<>();
    for (String line : Files.readAllLines(new Workspace(folder).judgeRecords("faulty"))) {
      records.add(JSON.readTree(line));
    }
    return records;
  }

  @Test
  void noAnswerIsLostAndNoneHasAScoreThatIsNotItsOwn() throws IOException {
    List<Judgement> judgements;
    try (var server = new FaultyServer(7, 0.3, List.of(Fault.values()), 1)) {
      judgements = judge(server);
      assertThat(server.faults).containsOnlyKeys(Fault.values());
    }
    for (int i = 0; i < ANSWERS; i++) {
      Judgement judgement = judgements.get(i);
      if (judgement.p().isPresent()) {
        assertThat(judgement.p().getAsDouble()).isCloseTo(FaultyServer.score(i), within(1e-9));
      } else {
        assertThat(judgement.status()).isEqualTo(JudgementStatus.PARSE_ERROR);
      }
    }
    List<JsonNode> records = records();
    assertThat(records).hasSize(ANSWERS);
    Set<String> requests = new HashSet<>();
    records.forEach(record -> requests.add(record.path("request").asText()));
    assertThat(requests).hasSize(ANSWERS);
    assertThat(records.stream().filter(record -> record.path("attempts").asInt() > 1).count())
        .isPositive();
  }

  @Test
  void whatWasMissingIsAskedAgainAndNothingElse() throws IOException {
    try (var server = new FaultyServer(8, 0.3, List.of(Fault.values()), 1)) {
      long missing = judge(server).stream().filter(judged -> judged.p().isEmpty()).count();
      assertThat(missing).isBetween(5L, 80L);
      int asked = server.arrivals.size();
      server.heal();

      assertThat(judge(server)).allSatisfy(judged -> assertThat(judged.p()).isPresent());
      assertThat(server.arrivals).hasSize(asked + 1 + (int) missing);
    }
    List<String> scored =
        records().stream()
            .filter(record -> record.path("status").asText().equals("OK"))
            .map(record -> record.path("request").asText())
            .toList();
    assertThat(scored).hasSize(ANSWERS).doesNotHaveDuplicates();
  }
}
