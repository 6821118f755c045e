package dev.rlaif.trainer.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The functions of {@code kernels.py}, one method each. Whatever the caller's thread was set to,
 * they run without a graph, except {@link #hiddenWithGraph}. Results belong to the manager of the
 * batch or of the first array given.
 *
 * <p>Shapes: N packed tokens, B rows, M chosen positions, C hidden, V vocabulary, L layers, P
 * adapter parameters. An empty list of adapters is the base model.
 */
public final class Kernels implements AutoCloseable {
  private static final String SOURCE = "kernels.py";
  private static final String PRODUCTS = "products.py";
  private static final String PACKED_PRODUCTS = "packed-products.py";
  private static final String TRAINING = "training.py";

  private final PtSymbolBlock module;
  private final Placement placement;

  private Kernels(PtSymbolBlock module, Placement placement) {
    this.module = module;
    this.placement = placement;
  }

  /**
   * Loads the functions for models of one shape.
   *
   * @param manager on the placement's device
   */
  public static Kernels load(NDManager manager, ModelShape shape, Placement placement) {
    try {
      String products = PackedWeights.isSupported(placement) ? PACKED_PRODUCTS : PRODUCTS;
      byte[] archive =
          ModuleArchive.of(
              "Kernels",
              text(SOURCE) + text(products) + text(TRAINING),
              shape.attributes(placement));
      return new Kernels(
          JniUtils.loadModule(
              (PtNDManager) manager, new ByteArrayInputStream(archive), true, false),
          placement);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String resource) throws IOException {
    try (InputStream source = Kernels.class.getResourceAsStream(resource)) {
      if (source == null) {
        throw new IllegalStateException("resource " + resource + " is missing");
      }
      return new String(source.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  public Placement placement() {
    return placement;
  }

  /** Zeros of the placement's precision. */
  public NDArray zeros(NDManager manager, long... shape) {
    try (NDManager host = Torch.host(manager);
        NDArray other = manager.create(0f);
        NDArray method = host.create(0f)) {
      method.setName("module_method:zeros");
      NDList inputs = new NDList(other, host.create(shape), method);
      // not by runMethod: what that makes can take no part in a graph
      return Torch.withGradMode(false, () -> IValueUtils.forward(module, inputs, true).head());
    }
  }

  /**
   * Converts stored elements into an array.
   *
   * @param first element of the target that the first one becomes
   * @param bytes direct, the elements as they are stored
   * @param scalarType PyTorch's number of the stored type: 5 fp16, 6 fp32, 15 bf16
   * @return whether all elements are finite
   */
  public boolean store(NDArray target, long first, ByteBuffer bytes, int scalarType) {
    try (NDArray source =
        target.getManager().create(bytes, new Shape(bytes.remaining()), DataType.UINT8)) {
      try (IValue finite =
          call(
              "store",
              of(target),
              IValue.from(first),
              of(source),
              IValue.from((long) scalarType))) {
        return finite.toBoolean();
      }
    }
  }

  /** Sets all elements of an array to those of another of the same shape, converted. */
  public void assign(NDArray target, NDArray source) {
    call("assign", of(target), of(source)).close();
  }

  /** Sets all elements to random numbers, normally distributed around 0. */
  public void randomise(NDArray target, double deviation) {
    call("randomise", of(target), IValue.from(deviation)).close();
  }

  /**
   * Parts of an adapter as products without a graph take them best: as they are, or copies in
   * oneDNN's own order, see {@link PackedWeights}.
   */
  public List<NDArray> reordered(NDManager manager, List<NDArray> parts) {
    return PackedWeights.isSupported(placement)
        ? tensors(manager, "reorder_all", of(parts))
        : parts;
  }

  /** Last hidden states after the final norm at the batch's chosen tokens: [M, C]. */
  public NDArray hidden(Weights weights, PackedBatch batch, List<NDArray> adapters) {
    return tensor(
        "hidden",
        batch.ids(),
        of(batch.ids()),
        of(batch.positions()),
        of(batch.grid()),
        of(batch.cells()),
        of(batch.rows()),
        of(weights.embedding()),
        of(weights.finalNorm()),
        of(weights.cos()),
        of(weights.sin()),
        of(weights.layers()),
        of(adapters));
  }

  /**
   * As {@link #hidden}, with the adapter on and a graph back to its flat parameters.
   *
   * @param adapter [P] with gradient
   * @param sizes [14 L] int64, see {@link #pack}
   * @param scales [7 L] float64, see {@link #pack}
   * @return [M, C]; {@link #backward} frees the graph
   */
  public NDArray hiddenWithGraph(
      Weights weights,
      PackedBatch batch,
      NDArray adapter,
      NDArray sizes,
      NDArray scales,
      double dropout) {
    NDManager manager = batch.ids().getManager();
    NDList inputs =
        new NDList(
            batch.ids(),
            batch.positions(),
            batch.grid(),
            batch.cells(),
            batch.rows(),
            weights.embedding(),
            weights.finalNorm(),
            weights.cos(),
            weights.sin());
    for (NDArray layer : weights.layers()) {
      layer.setName("layers[]");
      inputs.add(layer);
    }
    inputs.addAll(new NDList(adapter, sizes));
    // on the host, where the kernel reads them without waiting for a device
    inputs.add(scales);
    inputs.add(Torch.host(manager).create(dropout));
    NDArray method = manager.create(0f);
    method.setName("module_method:hidden_with_graph");
    inputs.add(method);
    return Torch.withGradMode(true, () -> IValueUtils.forward(module, inputs, true).head());
  }

  /**
   * Adds to the gradients of a graph's parameters, and frees the graph.
   *
   * @param output result of {@link #hiddenWithGraph}
   * @param gradient derivative of the loss with respect to it, of the same shape
   */
  public void backward(NDArray output, NDArray gradient) {
    Torch.withGradMode(
        false,
        () -> {
          JniUtils.backward((PtNDArray) output, (PtNDArray) gradient, false, false);
          return output;
        });
  }

  /**
   * Writes keys and values of prompts into the cache.
   *
   * @param slots [N] int64: cache slot of each token
   * @return [M, V] logits at the batch's chosen tokens
   */
  public NDArray prefill(
      Weights weights,
      PackedBatch batch,
      KeyValueCache cache,
      NDArray slots,
      List<NDArray> adapters) {
    return tensor(
        "prefill",
        batch.ids(),
        of(batch.ids()),
        of(batch.positions()),
        of(batch.grid()),
        of(batch.cells()),
        of(batch.rows()),
        of(slots),
        of(weights.embedding()),
        of(weights.finalNorm()),
        of(weights.head()),
        of(weights.cos()),
        of(weights.sin()),
        of(weights.layers()),
        of(cache.layers()),
        of(adapters));
  }

  /** Reads tokens behind what the cache holds, and returns logits of each row's next: [B, V]. */
  public NDArray decode(
      Weights weights, CachedTokens tokens, KeyValueCache cache, List<NDArray> adapters) {
    return tensor(
        "decode",
        tokens.ids(),
        of(tokens.ids()),
        of(tokens.positions()),
        of(tokens.slots()),
        IValue.from((long) tokens.first()),
        IValue.from((long) tokens.rows()),
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

  /** Copies the first {@code used} positions of one row of the cache over another. */
  public void moveRow(KeyValueCache cache, int source, int target, int used) {
    call(
            "move_row",
            of(cache.layers()),
            IValue.from((long) source),
            IValue.from((long) target),
            IValue.from((long) used),
            IValue.from((long) cache.capacity()))
        .close();
  }

  /**
   * The flat adapter as the kernels take it, fused and scaled, without a graph.
   *
   * @param adapter [P]: per layer, of q k v o gate up down, A [R, in] and B [out, R]
   * @param sizes [14 L] int64: lengths of these parts, 0 where a layer has no adapter
   * @param scales [7 L] float64 on the host: factor of each low-rank product
   */
  public List<NDArray> pack(NDManager manager, NDArray adapter, NDArray sizes, NDArray scales) {
    return tensors(manager, "pack", of(adapter), of(sizes), of(scales));
  }

  /**
   * What head and value head say of chosen positions.
   *
   * @param hidden [M, C]
   * @param targets [M] int64
   * @param chunk positions whose logits are alive together
   */
  public HeadScores headScores(
      Weights weights,
      ValueHead valueHead,
      NDArray hidden,
      NDArray targets,
      double temperature,
      int chunk,
      boolean keep) {
    PtNDManager manager = (PtNDManager) targets.getManager();
    try (IValue result =
        call(
            "head_scores",
            of(hidden),
            of(targets),
            of(weights.head()),
            of(valueHead.weight()),
            of(valueHead.bias()),
            IValue.from(temperature),
            IValue.from((long) chunk),
            IValue.from(keep))) {
      IValue[] parts = result.toIValueTuple();
      try (IValue scores = parts[0];
          IValue kept = parts[1]) {
        return new HeadScores(scores.toTensor(manager), Arrays.asList(kept.toTensorArray(manager)));
      }
    }
  }

  /**
   * Derivatives of {@code sum(logProb * logProbGradient) + sum(value * valueGradient)}.
   *
   * @param hidden [M, C]
   * @param targets [M] int64
   * @param logProbGradient [M]
   * @param valueGradient [M]
   * @param kept of the scores, overwritten; or empty
   * @return of hidden [M, C], of the value head's weight [1, C] and of its bias [1]
   */
  public List<NDArray> headGradients(
      Weights weights,
      ValueHead valueHead,
      NDArray hidden,
      NDArray targets,
      NDArray logProbGradient,
      NDArray valueGradient,
      List<NDArray> kept,
      double temperature,
      int chunk,
      double valueShare) {
    return tensors(
        targets.getManager(),
        "head_gradients",
        of(hidden),
        of(targets),
        of(logProbGradient),
        of(valueGradient),
        of(weights.head()),
        of(valueHead.weight()),
        of(kept),
        IValue.from(temperature),
        IValue.from((long) chunk),
        IValue.from(valueShare));
  }

  @Override
  public void close() {
    module.close();
  }

  List<NDArray> tensors(NDManager manager, String method, IValue... inputs) {
    try (IValue result = call(method, inputs)) {
      return Arrays.asList(result.toTensorArray((PtNDManager) manager));
    }
  }

  NDArray tensor(String method, NDArray owner, IValue... inputs) {
    try (IValue result = call(method, inputs)) {
      return result.toTensor((PtNDManager) owner.getManager());
    }
  }

  IValue call(String method, IValue... inputs) {
    try {
      return run(method, inputs);
    } finally {
      for (IValue input : inputs) {
        input.close();
      }
    }
  }

  /** Runs a function whose inputs the caller keeps. */
  IValue run(String method, IValue... inputs) {
    return Torch.withGradMode(false, () -> IValueUtils.runMethod(module, method, inputs));
  }

  static IValue of(NDArray array) {
    return IValue.from((PtNDArray) array);
  }

  static IValue of(List<NDArray> arrays) {
    return IValue.listFrom(arrays.toArray(new PtNDArray[0]));
  }
}
