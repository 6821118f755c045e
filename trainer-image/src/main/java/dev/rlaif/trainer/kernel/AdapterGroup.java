package dev.rlaif.trainer.kernel;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** The targets of an adapter that share an input, and their place in the packed parts. */
enum AdapterGroup {
  QUERY_KEY_VALUE(0, 0, 3),
  OUT(2, 3, 4),
  GATE_UP(4, 4, 6),
  DOWN(6, 6, 7);

  private static final int PARTS_PER_LAYER = 8;

  private final int part;
  private final int firstTarget;
  private final int lastTarget;

  AdapterGroup(int part, int firstTarget, int lastTarget) {
    this.part = part;
    this.firstTarget = firstTarget;
    this.lastTarget = lastTarget;
  }

  /** Ranks of its targets together. */
  int ranks(PackedAdapter adapter) {
    return targetRanks(adapter).stream().mapToInt(Integer::intValue).sum();
  }

  /** Rank of each of its targets. */
  List<Integer> targetRanks(PackedAdapter adapter) {
    return adapter.ranks().subList(firstTarget, lastTarget);
  }

  /** Width of the output of each of its targets. */
  List<Integer> outputs(ModelShape shape) {
    int keys = shape.keyValueHeads() * shape.headSize();
    return switch (this) {
      case QUERY_KEY_VALUE -> List.of(shape.heads() * shape.headSize(), keys, keys);
      case OUT, DOWN -> List.of(shape.hidden());
      case GATE_UP -> List.of(shape.intermediate(), shape.intermediate());
    };
  }

  /** Width of its output. */
  int width(ModelShape shape) {
    return outputs(shape).stream().mapToInt(Integer::intValue).sum();
  }

  /** Width of its input. */
  int inputs(ModelShape shape) {
    return switch (this) {
      case QUERY_KEY_VALUE, GATE_UP -> shape.hidden();
      case OUT -> shape.heads() * shape.headSize();
      case DOWN -> shape.intermediate();
    };
  }

  /** A [ranks, inputs]. */
  NDArray a(PackedAdapter adapter, int layer) {
    return adapter.parts().get(PARTS_PER_LAYER * layer + part);
  }

  /** B [outputs, ranks]. */
  NDArray b(PackedAdapter adapter, int layer) {
    return adapter.parts().get(PARTS_PER_LAYER * layer + part + 1);
  }
}
