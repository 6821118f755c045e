package dev.rlaif.trainer.prompt;

import dev.rlaif.api.v1alpha1.Endpoint;
import dev.rlaif.api.v1alpha1.GeneratedPrompts;
import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.chat.ChatRequest;
import dev.rlaif.trainer.stage.Fingerprint;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Everything that decides what a generator replies: not how many questions are wanted, nor when and
 * how fast they are asked for. So a larger count goes on after the questions that are there.
 *
 * @param url empty where the run's own model writes
 * @param model as the endpoint names it, else the run's own
 */
record GeneratorRecipe(
    List<String> topics,
    String systemPrompt,
    String questionStart,
    double temperature,
    String url,
    String model,
    long seed) {
  private static final int MAX_TOKENS = 256;
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  static GeneratorRecipe of(GeneratedPrompts spec, String ownModel, long seed) {
    Endpoint endpoint = spec.endpoint();
    return new GeneratorRecipe(
        spec.topics(),
        spec.systemPrompt(),
        spec.questionStart(),
        spec.temperature(),
        endpoint == null ? "" : endpoint.url(),
        endpoint == null ? ownModel : endpoint.model(),
        seed);
  }

  String fingerprint() {
    return Fingerprint.ofJson(this);
  }

  /** Topic of a question; like its seeds a function of the number alone. */
  String topic(int number) {
    return topics.get(random(number).nextInt(topics.size()));
  }

  /**
   * Asks for a question.
   *
   * @param asked how often this question has been asked for, with this time
   */
  ChatRequest request(int number, int asked) {
    SplittableRandom random = random(number);
    String topic = topics.get(random.nextInt(topics.size()));
    int requestSeed = new SplittableRandom(random.nextLong() + asked).nextInt(Integer.MAX_VALUE);
    return ChatRequest.text(
            List.of(
                ChatMessage.system(systemPrompt), ChatMessage.user(questionStart + " " + topic)),
            temperature,
            MAX_TOKENS)
        .withSeed(requestSeed);
  }

  private SplittableRandom random(int number) {
    return new SplittableRandom(seed * GOLDEN_GAMMA + number);
  }
}
