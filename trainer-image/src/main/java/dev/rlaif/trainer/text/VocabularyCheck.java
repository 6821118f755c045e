package dev.rlaif.trainer.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Whether the embedding of a model folder has a row for every token of its tokenizer. */
final class VocabularyCheck {
  private VocabularyCheck() {}

  /**
   * Looks at {@code tokenizer.json} and at {@code vocab_size} of {@code config.json}; more rows
   * than tokens are common, as rows are padded.
   *
   * @throws StageFailure naming the token that lies furthest beyond the embedding
   */
  static void require(ModelFolder folder) {
    Optional<JsonNode> size =
        folder
            .json("config.json")
            .map(config -> config.path("vocab_size"))
            .filter(JsonNode::isIntegralNumber);
    if (size.isEmpty()) {
      return;
    }
    long rows = size.get().longValue();
    folder.json("tokenizer.json").stream()
        .flatMap(VocabularyCheck::tokens)
        .max(Map.Entry.comparingByValue())
        .filter(last -> last.getValue() >= rows)
        .ifPresent(
            last -> {
              throw StageFailure.wrong(
                  folder.path().resolve("tokenizer.json")
                      + " has the token "
                      + last.getKey()
                      + " with id "
                      + last.getValue()
                      + ", but the embedding has "
                      + rows
                      + " rows (vocab_size in config.json): take tokenizer and weights of the same"
                      + " model, or resize the embedding");
            });
  }

  private static Stream<Map.Entry<String, Long>> tokens(JsonNode tokenizer) {
    return Stream.concat(vocabulary(tokenizer.path("model").path("vocab")), added(tokenizer));
  }

  /** An object of ids by token, or, of a unigram model, pairs in the order of their ids. */
  private static Stream<Map.Entry<String, Long>> vocabulary(JsonNode vocab) {
    return vocab.isArray()
        ? IntStream.range(Math.max(0, vocab.size() - 1), vocab.size())
            .mapToObj(id -> Map.entry(vocab.path(id).path(0).asText(), (long) id))
        : vocab.properties().stream()
            .map(token -> Map.entry(token.getKey(), token.getValue().longValue()));
  }

  private static Stream<Map.Entry<String, Long>> added(JsonNode tokenizer) {
    return StreamSupport.stream(tokenizer.path("added_tokens").spliterator(), false)
        .map(token -> Map.entry(token.path("content").asText(), token.path("id").longValue()));
  }
}
