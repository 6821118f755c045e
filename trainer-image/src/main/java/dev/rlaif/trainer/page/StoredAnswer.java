package dev.rlaif.trainer.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An answer that a run keeps, of training or of the evaluation. What a missing score leaves unknown
 * is absent.
 *
 * @param source {@code training}; {@code sampled} for pairs, of which {@code chosen} and {@code
 *     rejected} became one; {@code base} or {@code tuned} of the evaluation
 * @param step 0 but in training
 * @param pass of the evaluation; else empty
 * @param sample number of the answer in its step, or of its question
 * @param p the judge's probability that the answer is good
 * @param kl nats
 * @param length tokens
 * @param ended by itself
 * @param status of the judgement
 * @param raw what the judge said
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StoredAnswer(
    String source,
    long step,
    String pass,
    int sample,
    String question,
    String answer,
    @Nullable Double p,
    @Nullable Double reward,
    @Nullable Double kl,
    int length,
    boolean ended,
    String status,
    String raw) {
  static final List<String> SOURCES =
      List.of("training", "sampled", "chosen", "rejected", "base", "tuned");

  /** Of a line of {@code train/rollouts}; fields that it lacks are empty. */
  static StoredAnswer ofTraining(JsonNode row) {
    return new StoredAnswer(
        "training",
        row.path("step").asLong(),
        "",
        row.path("sample").asInt(),
        row.path("prompt").asText(""),
        row.path("answer").asText(""),
        number(row, "probability"),
        number(row, "reward"),
        number(row, "kl"),
        row.path("responseTokens").asInt(),
        row.path("finish").asText("").equals("STOP"),
        word(row.path("judgeStatus")),
        row.path("judgeRaw").asText(""));
  }

  /** Both of a line of {@code evaluation/samples.jsonl}. */
  static List<StoredAnswer> ofEvaluation(JsonNode sample, int number) {
    return List.of(ofEvaluation(sample, "base", number), ofEvaluation(sample, "tuned", number));
  }

  private static StoredAnswer ofEvaluation(JsonNode sample, String side, int number) {
    JsonNode answer = sample.path(side);
    return new StoredAnswer(
        side,
        0,
        sample.path("pass").asText(""),
        number,
        sample.path("question").asText(""),
        answer.path("text").asText(""),
        number(answer, "p"),
        null,
        number(answer, "kl"),
        answer.path("length").asInt(),
        answer.path("ended").asBoolean(),
        word(answer.path("status")),
        answer.path("raw").asText(""));
  }

  /** Of a line of {@code pairs/answers.jsonl}; none of its first line, which tells the inputs. */
  static List<StoredAnswer> ofSampled(JsonNode group) {
    List<StoredAnswer> answers = new ArrayList<>();
    for (JsonNode answer : group.path("answers")) {
      answers.add(
          new StoredAnswer(
              "sampled",
              0,
              "",
              answers.size(),
              group.path("question").asText(""),
              answer.path("text").asText(""),
              number(answer, "p"),
              null,
              null,
              answer.path("ids").size(),
              answer.path("finish").asText("").equals("STOP"),
              word(answer.path("status")),
              answer.path("raw").asText("")));
    }
    return answers;
  }

  /** Both of a line of {@code pairs/pairs.jsonl}. */
  static List<StoredAnswer> ofPair(JsonNode pair, int number) {
    return List.of(ofPair(pair, "chosen", number), ofPair(pair, "rejected", number));
  }

  private static StoredAnswer ofPair(JsonNode pair, String side, int number) {
    Double score = number(pair, "score_" + side);
    return new StoredAnswer(
        side,
        0,
        "",
        number,
        lastMessage(pair.path("prompt")),
        lastMessage(pair.path(side)),
        score,
        null,
        null,
        pair.path(side + "_ids").size(),
        true,
        score == null ? "none was given" : "ok",
        "");
  }

  private static String lastMessage(JsonNode messages) {
    return messages.path(messages.size() - 1).path("content").asText("");
  }

  private static @Nullable Double number(JsonNode row, String name) {
    JsonNode value = row.path(name);
    return value.isNumber() ? value.doubleValue() : null;
  }

  private static String word(JsonNode status) {
    return status.asText("").toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
