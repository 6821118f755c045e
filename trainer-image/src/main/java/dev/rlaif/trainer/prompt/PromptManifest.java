package dev.rlaif.trainer.prompt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the prompts of a run come from.
 *
 * @param inputs hash of everything that decided the result; the same inputs give the same prompts
 * @param seed of the split and of the blend
 * @param generator absent: nothing was generated
 * @param trainFingerprint SHA-256 of the file of training prompts
 */
public record PromptManifest(
    String inputs,
    long seed,
    int train,
    int heldOut,
    String trainFingerprint,
    String heldOutFingerprint,
    List<Source> sources,
    @Nullable Generator generator) {

  /**
   * What became of the questions of one origin; the five last numbers add up to {@code read}.
   *
   * @param unused beyond the blend's share, or beyond the number of held-out prompts
   */
  public record Source(
      String name,
      String fingerprint,
      int read,
      int duplicates,
      int nearDuplicates,
      int train,
      int heldOut,
      int unused) {}

  /**
   * How questions were generated.
   *
   * @param asked replies that were asked for
   * @param malformed replies without a question
   * @param failed questions that were given up because the server did not answer
   */
  public record Generator(
      String model,
      String url,
      double temperature,
      int asked,
      int malformed,
      int failed,
      int questions) {}
}
