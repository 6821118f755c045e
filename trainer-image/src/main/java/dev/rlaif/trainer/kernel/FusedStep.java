package dev.rlaif.trainer.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.IValue;
import dev.rlaif.trainer.kernel.StepPlan.Grid;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A decode step of matrix products by libtorch and of {@code decode.cu} for what lies between them:
 * nine launches a layer, and eight beside the products for an adapter. Given to the device launch
 * by launch it is no faster than a script; it is made to be recorded.
 */
public final class FusedStep extends DecodeStep {
  private static final int BLOCK = 256;
  private static final int NORM_BLOCK = 512;
  private static final int ATTENTION_BLOCK = 128;
  private static final int ROWS_PER_BLOCK = 4;
  private static final int RANKS_PER_BLOCK = 4;
  private static final int WEIGHTS_PER_LAYER = 6;
  private static final int VECTOR = 8;

  /** From there on libtorch's tensor-core products are faster than the two small kernels. */
  private static final int MOST_ROWS_OF_OWN_PRODUCTS = 32;

  private final ModelShape shape;
  private final StepInput input;
  private final StepPlan plan;
  private final NDArray h;
  private final NDArray normed;
  private final NDArray qkv;
  private final NDArray attended;
  private final NDArray gateUp;
  private final NDArray gated;

  /** Low-rank part of each group's adapter: [B, ranks]. */
  private final Map<AdapterGroup, NDArray> low = new EnumMap<>(AdapterGroup.class);

  /** What each group's adapter adds: [B, outputs]. */
  private final Map<AdapterGroup, NDArray> delta = new EnumMap<>(AdapterGroup.class);

  /**
   * A step over the first rows of the cache.
   *
   * @param scope of the step's buffers, closed with it
   */
  public FusedStep(Kernels kernels, NDManager scope, ModelShape shape, StepInput input, int rows) {
    super(kernels, scope, rows);
    this.shape = shape;
    this.input = input;
    this.plan = new StepPlan(kernels, DecodeProgram.of(kernels.placement(), shape));
    this.h = kernels.zeros(scope, rows, shape.hidden());
    this.normed = kernels.zeros(scope, rows, shape.hidden());
    this.qkv = kernels.zeros(scope, rows, (long) shape.projectedHeads() * shape.headSize());
    this.attended = kernels.zeros(scope, rows, (long) shape.heads() * shape.headSize());
    this.gateUp = kernels.zeros(scope, rows, 2L * shape.intermediate());
    this.gated = kernels.zeros(scope, rows, shape.intermediate());
    for (AdapterGroup group : AdapterGroup.values()) {
      int ranks = group.ranks(input.adapter());
      if (ranks > 0) {
        low.put(group, kernels.zeros(scope, rows, ranks));
        delta.put(group, kernels.zeros(scope, rows, group.width(shape)));
      }
    }
    addAll(input.weights());
  }

  /** Whether the kernels were made for such a model and adapter. */
  public static boolean fits(Placement placement, ModelShape shape, PackedAdapter adapter) {
    return placement.isFlash(shape) && DecodeProgram.fits(shape, adapter);
  }

  @Override
  public void run() {
    plan.run();
  }

  private void addAll(Weights weights) {
    plan.script("embed_into", h, stateBuffer(), weights.embedding());
    for (int layer = 0; layer < shape.layers(); layer++) {
      int first = WEIGHTS_PER_LAYER * layer;
      addLayer(layer, weights.layers().subList(first, first + WEIGHTS_PER_LAYER));
    }
    addNorm(AdapterGroup.DOWN, shape.layers() - 1, weights.finalNorm());
    plan.script(
        "draw_into",
        Kernels.of(drawnBuffer()),
        Kernels.of(stateBuffer()),
        Kernels.of(normed),
        Kernels.of(weights.head()),
        IValue.from(input.filter().temperature()),
        IValue.from((long) input.filter().topK()),
        IValue.from(input.filter().topP()),
        Kernels.of(input.banned()));
  }

  private void addLayer(int layer, List<NDArray> weights) {
    addNorm(AdapterGroup.DOWN, layer - 1, weights.get(0));
    addProduct(AdapterGroup.QUERY_KEY_VALUE, layer, "product_into", qkv, normed, weights.get(1));
    addAttention(layer);
    addProduct(AdapterGroup.OUT, layer, "add_product", h, attended, weights.get(2));
    addNorm(AdapterGroup.OUT, layer, weights.get(3));
    addProduct(AdapterGroup.GATE_UP, layer, "product_into", gateUp, normed, weights.get(4));
    plan.launch(
        "gate",
        new Grid(blocks(shape.intermediate(), VECTOR * BLOCK), rows(), BLOCK),
        gateUp,
        delta.get(AdapterGroup.GATE_UP),
        gated);
    addProduct(AdapterGroup.DOWN, layer, "add_product", h, gated, weights.get(5));
  }

  private void addAttention(int layer) {
    NDArray cache = input.cache().layers().get(layer);
    int capacity = input.cache().capacity();
    plan.launch(
        "rotate_and_store",
        new Grid(blocks(shape.projectedHeads(), 4 * BLOCK / shape.headSize()), rows(), BLOCK),
        qkv,
        delta.get(AdapterGroup.QUERY_KEY_VALUE),
        input.weights().cos(),
        input.weights().sin(),
        cache,
        stateBuffer(),
        rows(),
        capacity);
    plan.launch(
        "attend",
        new Grid(shape.keyValueHeads(), rows(), ATTENTION_BLOCK),
        qkv,
        cache,
        stateBuffer(),
        attended,
        rows(),
        capacity,
        (float) (1 / Math.sqrt(shape.headSize())));
  }

  /** Adds what a group's adapter came to, if there is one, to the hidden states; then the norm. */
  private void addNorm(AdapterGroup group, int layer, NDArray weight) {
    plan.launch(
        "add_and_norm",
        new Grid(rows(), 1, NORM_BLOCK),
        h,
        layer < 0 ? null : delta.get(group),
        weight,
        normed,
        (float) shape.normEpsilon());
  }

  /** A product of the base, and beside it what the adapter adds. */
  private void addProduct(
      AdapterGroup group, int layer, String product, NDArray target, NDArray x, NDArray weight) {
    if (group.ranks(input.adapter()) == 0) {
      plan.script(product, target, x, weight);
      return;
    }
    plan.fork();
    addAdapter(group, layer, x);
    plan.script(product, target, x, weight);
    plan.join();
  }

  private void addAdapter(AdapterGroup group, int layer, NDArray x) {
    NDArray lowPart = Objects.requireNonNull(low.get(group));
    NDArray sum = Objects.requireNonNull(delta.get(group));
    NDArray a = group.a(input.adapter(), layer);
    NDArray b = group.b(input.adapter(), layer);
    if (rows() > MOST_ROWS_OF_OWN_PRODUCTS) {
      plan.scriptAside("product_into", lowPart, x, a);
      plan.scriptAside("product_into", sum, lowPart, b);
      return;
    }
    int ranks = group.ranks(input.adapter());
    plan.launchAside(
        "low_rank",
        new Grid(ranks / RANKS_PER_BLOCK, blocks(rows(), ROWS_PER_BLOCK), BLOCK),
        x,
        a,
        lowPart,
        rows(),
        group.inputs(shape),
        ranks);
    List<Integer> widths = group.outputs(shape);
    List<Integer> own = group.targetRanks(input.adapter());
    int outputs = group.width(shape);
    plan.launchAside(
        "expand",
        new Grid(blocks(outputs, 2 * BLOCK), blocks(rows(), ROWS_PER_BLOCK), BLOCK),
        lowPart,
        b,
        sum,
        rows(),
        outputs,
        widths.get(0),
        widths.size() < 2 ? outputs : widths.get(0) + widths.get(1),
        own.get(0),
        own.size() < 2 ? 0 : own.get(1),
        own.size() < 3 ? 0 : own.get(2));
  }

  private static int blocks(int elements, int perBlock) {
    return (elements + perBlock - 1) / perBlock;
  }

  @Override
  public void close() {
    plan.close();
    super.close();
  }
}
