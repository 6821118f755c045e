package dev.rlaif.trainer.llama;

import dev.rlaif.trainer.kernel.ModelShape;
import dev.rlaif.trainer.stage.StageFailure;
import java.nio.file.Path;
import java.util.List;

/**
 * What a model folder's config.json and generation_config.json say.
 *
 * @param positions longest sequence, prompt and response together; no longer than a sliding window,
 *     within which attention is full
 * @param tiedHead the head is the embedding
 * @param stopIds every end-of-sequence id of both files, ascending
 */
public record LlamaConfig(
    String modelType,
    int vocabulary,
    ModelShape shape,
    int positions,
    double ropeTheta,
    RopeScaling ropeScaling,
    boolean tiedHead,
    List<Integer> stopIds) {

  public LlamaConfig {
    stopIds = List.copyOf(stopIds);
  }

  /**
   * Reads a folder's configuration.
   *
   * @throws dev.rlaif.trainer.stage.StageFailure a file cannot be read, or names what this engine
   *     does not know
   */
  public static LlamaConfig read(Path folder) {
    return new ConfigReader(folder).read();
  }

  /**
   * Checks that all ids are rows of the embedding.
   *
   * @throws StageFailure one is not, so that tokenizer and model do not belong together
   */
  public void requireKnown(int[] ids) {
    for (int id : ids) {
      if (id < 0 || id >= vocabulary) {
        throw StageFailure.wrong(
            "token id "
                + id
                + " of the tokenizer is not in the model, whose embedding has "
                + vocabulary
                + " rows: do tokenizer.json and config.json belong together?");
      }
    }
  }

  /** Numbers of all weights together. */
  public long parameters() {
    long queries = (long) shape.heads() * shape.headSize();
    long projected = (long) shape.projectedHeads() * shape.headSize();
    long layer =
        shape.hidden() * (2 + projected + queries)
            + 3L * shape.hidden() * shape.intermediate()
            + (shape.queryKeyValueBias() ? projected : 0)
            + (shape.queryKeyNorm() ? 2L * shape.headSize() : 0);
    long tables = (tiedHead ? 1L : 2L) * vocabulary * shape.hidden();
    return layer * shape.layers() + tables + shape.hidden();
  }
}
