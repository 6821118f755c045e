package dev.rlaif.trainer.prompt;

import dev.rlaif.api.v1alpha1.GenerationTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the prompts of a run come from.
 *
 * @param inputs hash of everything that decided the result; the same inputs give the same prompts
 * @param seed of the split and of the blend
 * @param trainFingerprint SHA-256 of the file of training prompts
 * @param generator absent: nothing was generated
 * @param topics of the generated questions, in the order of the document
 */
public record PromptManifest(
    String inputs,
    long seed,
    int train,
    int heldOut,
    String trainFingerprint,
    String heldOutFingerprint,
    List<Source> sources,
    @Nullable Generator generator,
    List<Topic> topics) {

  /**
   * What became of the questions of one origin; the six last numbers add up to {@code read}.
   *
   * @param leaks the same or nearly the same as a question of a file that is held out
   * @param unused beyond the blend's share, or beyond the number of held-out prompts
   */
  public record Source(
      String name,
      String fingerprint,
      int read,
      int duplicates,
      int nearDuplicates,
      int leaks,
      int train,
      int heldOut,
      int unused) {}

  /**
   * How questions were generated.
   *
   * @param recipe hash of everything that decided the replies
   * @param when before the training, or the first ones before and the rest while it goes on
   * @param wanted questions that were to be generated before the training
   * @param asked replies that were asked for
   * @param malformed replies without a question
   * @param failed questions that were given up because the server did not answer
   */
  public record Generator(
      String model,
      String url,
      String recipe,
      GenerationTime when,
      double temperature,
      int wanted,
      int asked,
      int malformed,
      int failed,
      int questions) {}

  /**
   * What became of a topic.
   *
   * @param asked questions that were asked for
   * @param questions that came
   */
  public record Topic(String name, int asked, int questions, int train, int heldOut) {}
}
