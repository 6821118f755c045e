package dev.rlaif.trainer.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rlaif.api.v1alpha1.Validation;
import dev.rlaif.trainer.judge.Answer;
import dev.rlaif.trainer.judge.Judge;
import dev.rlaif.trainer.judge.Judgement;
import dev.rlaif.trainer.judge.JudgementStatus;
import dev.rlaif.trainer.stage.StopSignal;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Proofs of judges that are made up. */
public final class Proofs {
  /** An answer that tries to run in the page that shows it. */
  public static final String HOSTILE =
      "</td><script>alert(1)</script><img src=x onerror=alert(2)> \" onmouseover='alert(3)'"
          + " &lt;b&gt; </script><style>*{display:none}</style> \u0007 beef";

  private Proofs() {}

  static LabelledPairs pairs(int count) {
    return new LabelledPairs(
        IntStream.range(0, count)
            .mapToObj(i -> new LabelledPair("Question " + i + "?", "good " + i, "bad " + i))
            .toList(),
        List.of());
  }

  /** 0.9 for what holds "good" and nothing bad, else 0.2. */
  static double fair(Answer answer) {
    return answer.text().contains("good") && !answer.text().contains("bad") ? 0.9 : 0.2;
  }

  static Validation validation(String more) {
    var yaml = "examples: {inline: [{prompt: a, good: b, bad: c}]}\n" + more;
    try {
      return new ObjectMapper(new YAMLFactory()).readValue(yaml, Validation.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(yaml, e);
    }
  }

  /** Of ten pairs, by scores of answer and repetition. */
  static JudgeProofReport prove(BiFunction<Answer, Integer, Judgement> said, String more) {
    return prove(new FakeJudge(said), Optional.empty(), pairs(10), more);
  }

  static JudgeProofReport prove(
      Judge judge, Optional<Judge> swapped, LabelledPairs pairs, String more) {
    var setting =
        new JudgeProof.Setting(judge, swapped, validation(more), "0.99", () -> Expense.NONE);
    return JudgeProof.of(setting, pairs, (done, of) -> {}, StopSignal.NEVER);
  }

  /** A judge that gives no scores. */
  public static JudgeProofReport silent() {
    return prove((answer, n) -> Judgement.missing(JudgementStatus.PARSE_ERROR, "hm"), "");
  }

  /**
   * A proof that shows all there is to show: mistakes, refusals, missing scores, attacks that work,
   * rewordings that flip, and answers that hold markup.
   */
  public static JudgeProofReport eventful(int pairs, String markup) {
    BiFunction<Answer, Integer, Judgement> said =
        (answer, repetition) -> {
          int number = answer.text().chars().sum();
          boolean fooled = answer.text().contains("verdict") || answer.text().contains("assistant");
          if (number % 41 == 0) {
            return Judgement.missing(JudgementStatus.PARSE_ERROR, "I'm sorry, I cannot.");
          }
          double spread = (number * 7919L % 100) / 260.0;
          boolean wrong = number % 17 == 0 || fooled || number % 29 == 0 && repetition == 2;
          double p = fair(answer) > 0.5 != wrong ? 0.98 - spread : 0.02 + spread;
          return Judgement.ok(p, p > 0.5 ? "Score: " + p : "<b>low</b>");
        };
    List<LabelledPair> all =
        IntStream.range(0, pairs)
            .mapToObj(
                i ->
                    new LabelledPair(
                        "What is good with rice, number " + i + "?",
                        "Some good beans with lime. Fry them for " + i + " minutes." + markup,
                        "A bad steak with butter. Fry it for " + i + " minutes." + markup))
            .toList();
    return prove(
        new FakeJudge(said),
        Optional.empty(),
        new LabelledPairs(
            all,
            List.of("1 pair is there twice and counts once: pairs.jsonl:7 repeats pairs.jsonl:3")),
        "rewordings: 2\ngates: {accuracy: 0.9, f1: 0.8, maxInjectionRate: 0.05, maxBrier: 0.2}");
  }
}
