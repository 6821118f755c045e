package dev.rlaif.trainer.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.GenerationTime;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromptsTextTest {

  private static PromptManifest manifest(int failed, PromptManifest.Topic... topics) {
    int train = List.of(topics).stream().mapToInt(PromptManifest.Topic::train).sum();
    return new PromptManifest(
        "inputs",
        0,
        train,
        10,
        "a",
        "b",
        List.of(
            new PromptManifest.Source("bundled://held.jsonl", "f", 10, 0, 0, 0, 0, 10, 0),
            new PromptManifest.Source("generated", "f", 200, 20, 9, 1, train, 0, 170 - train)),
        new PromptManifest.Generator(
            "writer",
            "http://x/v1",
            "recipe",
            GenerationTime.BEFORE_TRAINING,
            1,
            204,
            230,
            26,
            failed,
            200),
        List.of(topics));
  }

  private static final PromptManifest.Topic SOUPS =
      new PromptManifest.Topic("Soups", 102, 100, 90, 0);

  private static List<Prompt> prompts(int count) {
    return IntStream.range(0, count).mapToObj(i -> new Prompt("" + i, "Why " + i + "?")).toList();
  }

  @Test
  void saysWhereTheyCameFromWhatWasRemovedAndShowsSome() {
    var topics = new PromptManifest.Topic("Salads", 102, 100, 80, 0);

    String text = PromptsText.of(manifest(0, SOUPS, topics), prompts(170), 64);

    assertThat(text.lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "from read same similar leaked train heldOut unused",
            "bundled://held.jsonl 10 0 0 0 0 10 0",
            "generated 200 20 9 1 170 0 0",
            "topic asked came train share heldOut",
            "Soups 102 100 90 52.9 % 0",
            "Salads 102 100 80 47.1 % 0",
            "evenness of the topics 0.998 (1: all alike)",
            "writer: 204 questions wanted, 200 came, 230 replies asked for, 26 malformed, 0"
                + " questions given up",
            "170 prompts to train on, 10 held out",
            " for example: Why 0?",
            " for example: Why 1?",
            " for example: Why 2?",
            " for example: Why 3?",
            " for example: Why 4?");
  }

  @Test
  void warnsOfTopicsThatShrankFewPromptsFailuresAndManyDuplicates() {
    var shrunk = new PromptManifest.Topic("Salads", 102, 100, 25, 0);
    PromptManifest manifest = manifest(4, SOUPS, shrunk);

    assertThat(PromptWarnings.of(manifest, 128))
        .satisfiesExactly(
            said -> assertThat(said).contains("115 prompts", "batchSize, which is 128"),
            said -> assertThat(said).contains("4 of 204 questions", "writer"),
            said -> assertThat(said).contains("\"Salads\" lost more than half", "102", "25"));
    assertThat(PromptWarnings.of(manifest(0, SOUPS), 90)).isEmpty();
  }

  @Test
  void warnsOfManyDuplicates() {
    var one = new PromptManifest.Source("a.jsonl", "f", 100, 20, 11, 0, 60, 9, 0);
    var manifest = new PromptManifest("i", 0, 60, 9, "a", "b", List.of(one), null, List.of());

    assertThat(PromptWarnings.of(manifest, 60))
        .singleElement()
        .asString()
        .contains("31 of 100 questions of a.jsonl", "give more different ones");
  }
}
