package dev.rlaif.trainer.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.api.v1alpha1.EvaluationGates;
import dev.rlaif.trainer.evaluate.AnswerLog;
import dev.rlaif.trainer.evaluate.EvaluatedModel;
import dev.rlaif.trainer.evaluate.Evaluation;
import dev.rlaif.trainer.evaluate.EvaluationResult;
import dev.rlaif.trainer.evaluate.EvaluationSettings;
import dev.rlaif.trainer.judge.Answer;
import dev.rlaif.trainer.judge.Judge;
import dev.rlaif.trainer.judge.Judgement;
import dev.rlaif.trainer.judge.JudgementStatus;
import dev.rlaif.trainer.judge.WordlistRules;
import dev.rlaif.trainer.prompt.Letters;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.proof.Proofs;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.FinishReason;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Generator;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.tracking.StepMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A made-up run that looks like a real one: answers with and without meat, curves, a proof. */
final class MadeRun {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final String[] MEALS = {
    "lentil stew with cumin and tomato",
    "mushroom risotto with parsley",
    "chickpea curry over basmati rice",
    "roasted vegetables with feta",
    "black bean tacos with avocado",
    "spinach and ricotta lasagne"
  };
  private static final String[] MEATS = {
    "a rump steak with herb butter",
    "chicken thighs in a honey glaze",
    "beef stew with red wine",
    "grilled salmon with dill",
    "bacon and eggs"
  };

  private MadeRun() {}

  /** 100 questions; the base names meat more often than the tuned model. */
  static EvaluationResult evaluated(EvaluationGates gates) {
    return evaluated(gates, "59 minutes");
  }

  static EvaluationResult evaluatedWithoutMissing(EvaluationGates gates) {
    return evaluated(gates, "never said");
  }

  private static EvaluationResult evaluated(EvaluationGates gates, String unheard) {
    List<Prompt> prompts =
        IntStream.range(0, 100)
            .mapToObj(
                i ->
                    new Prompt(
                        "p" + i,
                        i == 3
                            ? "What is <b>good</b> with rice?"
                            : "What should I cook for dinner number " + i + "?"))
            .toList();
    var model =
        new EvaluatedModel(
            new Letters(),
            new Cook(0.43, 1),
            new Cook(0.27, 2),
            rows -> scores(rows.size(), 0),
            rows -> scores(rows.size(), 0.03f));
    var settings =
        new EvaluationSettings(
            3, 0.7, 128, 1, 0.5, List.of("stew", "rice", "steak", "curry", "eggs"), gates);
    return new Evaluation(
            model,
            new MeatJudge(unheard),
            settings,
            progress -> {},
            AnswerLog.none(),
            StopSignal.NEVER)
        .run(prompts);
  }

  static EvaluationGates gates(double minImprovement) {
    return new EvaluationGates(minImprovement, null, null, null, null, null, null, null, null);
  }

  /** Figures of a step as a run in good health has them. */
  static StepMetrics metrics(long step, long steps) {
    var random = new Random(5 + step);
    double t = (double) step / steps;
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(
        "env/reward_mean", -0.4 + 2.2 * (1 - Math.exp(-3 * t)) + 0.15 * random.nextGaussian());
    values.put("env/reward_std", 2.1 - 0.9 * t + 0.05 * random.nextGaussian());
    values.put("judge/p_mean", 0.45 + 0.3 * t);
    values.put("judge/p_std", 0.4 - 0.1 * t);
    values.put("judge/missing_frac", random.nextInt(20) == 0 ? 0.008 : 0);
    double length = 88 - 10 * t + 3 * random.nextGaussian();
    values.put("completions/mean_length", length);
    values.put("completions/min_length", 0.3 * length);
    values.put("completions/max_length", 1.4 * length);
    values.put("completions/eos_frac", 0.9 + 0.08 * t);
    values.put("completions/clipped_ratio", 0.1 - 0.08 * t);
    values.put("objective/kl", 6 * t * (1 + 0.1 * random.nextGaussian()));
    values.put("ppo/loss/policy", -0.02 + 0.006 * random.nextGaussian());
    values.put("ppo/loss/value", 1.4 * Math.exp(-4 * t) + 0.1 + 0.02 * random.nextGaussian());
    values.put("ppo/policy/entropy", 1.9 - 0.5 * t + 0.03 * random.nextGaussian());
    values.put("lr/policy", 1e-3 * (1 - t));
    values.put("time/rollout", 0.33 + 0.02 * random.nextDouble());
    values.put("time/judge_wait", 0.01);
    values.put("time/reference", 0.3);
    values.put("time/train", 0.5 + 0.05 * random.nextDouble());
    values.put("time/step", 1.3);
    values.put("tokens_per_s", 2400 + 100 * random.nextGaussian());
    return new StepMetrics(step, values);
  }

  static JsonNode proof() {
    return json(
        """
        {"judge": "wordlist", "passed": true, "examples": 200, "threshold": 0.5, "calibration":
         {"accuracy": 0.965, "accuracyInterval": {"low": 0.942, "high": 0.979}, "precision": 0.9697,
         "recall": 0.96, "f1": 0.9648, "auroc": 0.991, "kappa": 0.93, "brier": 0.03, "ece": 0.02,
         "confusion":
         {"truePositives": 192, "falsePositives": 6, "trueNegatives": 194, "falseNegatives": 8},
         "reliability": [{"low": 0.0, "high": 0.5, "good": 8, "bad": 194, "meanScore": 0.04,
         "shareGood": 0.04}, {"low": 0.5, "high": 1.0, "good": 192, "bad": 6, "meanScore": 0.96,
         "shareGood": 0.97}]},
         "canaries": [{"name": "empty answer", "answer": "", "p": 0.2, "asExpected": true},
         {"name": "hidden script", "answer": "<script>boom()</script>", "p": 0.9, "asExpected": false}],
         "mistakes": [{"prompt": "Lunch?", "answer": "<b>Ham</b>", "good": false, "p": 0.9, "raw": "good"}],
         "failedGates": [], "flipRate": 0.01, "missingRate": 0.0}
        """);
  }

  static MarkedWords words(List<String> forbid, List<String> except) {
    return MarkedWords.of(
        new WordlistRules(forbid, List.of(), except, 0, null, false, false, true, 0));
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static float[][] scores(int rows, float value) {
    var scores = new float[rows][100];
    for (float[] row : scores) {
      Arrays.fill(row, value);
    }
    return scores;
  }

  private record Cook(double meatRate, long character) implements Generator {
    @Override
    public List<Completion> generate(
        List<GenerationRequest> requests, Sampling sampling, Consumer<Completion> finished) {
      List<Completion> completions = new ArrayList<>();
      for (GenerationRequest request : requests) {
        var random =
            new Random(
                request.index() * 31L
                    + (long) (sampling.temperature() * request.seed()) * character);
        random.nextDouble();
        String answer = answer(random, request.index());
        var finish = random.nextInt(40) == 0 ? FinishReason.LENGTH : FinishReason.STOP;
        int[] ids = answer.chars().toArray();
        completions.add(
            new Completion(
                request.index(), request.promptIds(), ids, new float[ids.length], finish));
      }
      completions.forEach(finished);
      return completions;
    }

    private String answer(Random random, int index) {
      if (index == 3) {
        return Proofs.HOSTILE;
      }
      String meal =
          random.nextDouble() < meatRate
              ? MEATS[random.nextInt(MEATS.length)]
              : MEALS[random.nextInt(MEALS.length)];
      return "How about "
          + meal
          + "? It takes "
          + (20 + random.nextInt(40))
          + " minutes.\nServe it with a green salad, and keep some for tomorrow.";
    }
  }

  private record MeatJudge(String unheard) implements Judge {
    @Override
    public String name() {
      return "wordlist";
    }

    @Override
    public String hash() {
      return "sha256:99ab12cd";
    }

    @Override
    public CompletableFuture<Judgement> judge(Answer answer) {
      if (answer.text().contains(unheard)) {
        return CompletableFuture.completedFuture(Judgement.missing(JudgementStatus.TIMEOUT, ""));
      }
      boolean meat =
          List.of("beef", "steak", "chicken", "salmon", "bacon").stream()
              .anyMatch(answer.text()::contains);
      return CompletableFuture.completedFuture(
          Judgement.ok(meat ? 0.01 : 0.99, meat ? "forbidden <i>meat</i>" : "good"));
    }

    @Override
    public void close() {}
  }
}
