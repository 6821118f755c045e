package dev.rlaif.trainer.kernel;

import static dev.rlaif.trainer.kernel.Kernels.of;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.List;

/**
 * The functions of {@code kernels.py} for a batch whose rows come and go, each with its own adapter
 * and its own way to draw. Shapes as in {@link Kernels}.
 */
public record MixedBatch(Kernels kernels) {

  /** Copies the first positions of the first rows of one cache into another. */
  public void copyRows(KeyValueCache source, KeyValueCache target, int rows, int used) {
    kernels
        .call(
            "copy_rows",
            of(source.layers()),
            of(target.layers()),
            IValue.from((long) rows),
            IValue.from((long) used),
            IValue.from((long) source.capacity()),
            IValue.from((long) target.capacity()))
        .close();
  }

  /**
   * Copies single positions of one cache into another.
   *
   * @param from [N] int64: slots of the source
   * @param to [N] int64: slots of the target, each once
   */
  public void copySlots(KeyValueCache source, KeyValueCache target, NDArray from, NDArray to) {
    kernels.call("copy_slots", of(source.layers()), of(target.layers()), of(from), of(to)).close();
  }

  /**
   * Reads tokens behind what the cache holds of their rows, of each row as many as it has.
   *
   * @param tokens their positions, slots and rows of the cache
   * @param batch the same tokens as sequences; the last of each is chosen
   * @return [B, V] logits of each row's next token
   */
  public NDArray extend(
      Weights weights,
      CachedTokens tokens,
      PackedBatch batch,
      KeyValueCache cache,
      List<NDArray> adapters) {
    return kernels.tensor(
        "extend",
        tokens.ids(),
        of(tokens.ids()),
        of(tokens.positions()),
        of(batch.grid()),
        of(batch.cells()),
        of(batch.rows()),
        of(tokens.slots()),
        IValue.from((long) tokens.first()),
        IValue.from((long) tokens.used()),
        IValue.from((long) cache.capacity()),
        of(weights.embedding()),
        of(weights.finalNorm()),
        of(weights.head()),
        of(weights.cos()),
        of(weights.sin()),
        of(weights.layers()),
        of(cache.layers()),
        of(adapters));
  }

  /**
   * One adapter with the ranks of all of them.
   *
   * @param adapters eight parts a layer of each, one adapter after another
   * @param count of adapters
   */
  public List<NDArray> join(NDManager manager, List<NDArray> adapters, int count) {
    return kernels.tensors(manager, "join", of(adapters), IValue.from((long) count));
  }

  /**
   * What a joined adapter needs behind its parts, so that each token gets the adapter it is for.
   *
   * @param tables four [K, R]: for the k-th choice 1 at the ranks that count
   * @param who [N] int64: the choice of each token
   */
  public List<NDArray> masks(List<NDArray> tables, NDArray who) {
    return kernels.tensors(who.getManager(), "masks", of(tables), of(who));
  }

  /**
   * Draws a token of each row, each in its own way.
   *
   * @param logits [B, V]
   * @param uniforms [B] in [0, 1)
   * @param filters [B]; top-k is not looked at
   * @return [2, B] float64: token, its log-probability without filters
   */
  public NDArray sample(NDArray logits, NDArray uniforms, List<SamplingFilter> filters) {
    NDManager manager = uniforms.getManager();
    float[] temperatures = new float[filters.size()];
    float[] topPs = new float[filters.size()];
    for (int b = 0; b < temperatures.length; b++) {
      temperatures[b] = (float) filters.get(b).temperature();
      topPs[b] = (float) filters.get(b).topP();
    }
    return kernels.tensor(
        "sample_rows",
        uniforms,
        of(logits),
        of(uniforms),
        of(manager.create(temperatures)),
        of(manager.create(topPs)),
        IValue.from(filters.stream().anyMatch(filter -> filter.temperature() > 0)),
        IValue.from(filters.stream().anyMatch(filter -> filter.topP() < 1)));
  }

  /**
   * What the model made of some places, before temperature and filters.
   *
   * @param logits [B, V]
   * @param rows [M] int64, of the logits
   * @param tokens [M] int64, drawn there
   * @param most K, at most V
   * @return [M, 1 + 2K] float64: the token's log-probability, the most probable tokens, theirs
   */
  public NDArray chances(NDArray logits, NDArray rows, NDArray tokens, int most) {
    return kernels.tensor(
        "chances", rows, of(logits), of(rows), of(tokens), IValue.from((long) most));
  }
}
