package dev.rlaif.trainer.lora;

import dev.rlaif.trainer.kernel.ModelShape;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Where each matrix of an adapter lies in the flat parameters: layer by layer, target by target, A
 * [r, in] before B [out, r].
 *
 * @param parts in the order of the flat parameters, without targets that carry no adapter
 * @param sizes [14 L] lengths of A and B of every target of every layer, 0 where there is none
 * @param scales [7 L] factor of the product of every target of every layer
 * @param ranks [7 L] of every target of every layer, 0 where there is none
 * @param length of the flat parameters
 */
record AdapterLayout(
    List<Part> parts, long[] sizes, double[] scales, List<Integer> ranks, int length) {

  /** One matrix, row by row from the offset. */
  record Part(String name, boolean isA, int rows, int columns, int offset) {
    int size() {
      return rows * columns;
    }
  }

  static AdapterLayout of(ModelShape model, LoraShape shape) {
    LoraTarget[] targets = LoraTarget.values();
    int modules = targets.length * model.layers();
    List<Part> parts = new ArrayList<>();
    long[] sizes = new long[2 * modules];
    double[] scales = new double[modules];
    List<Integer> ranks = new ArrayList<>();
    int offset = 0;
    for (int i = 0; i < modules; i++) {
      LoraTarget target = targets[i % targets.length];
      int layer = i / targets.length;
      int rank = shape.rank(target, layer);
      ranks.add(rank);
      scales[i] = shape.scale(target, layer);
      if (rank == 0) {
        continue;
      }
      String path = "base_model.model." + target.path(layer);
      Part a = new Part(path + ".lora_A.weight", true, rank, target.inputs(model), offset);
      Part b =
          new Part(path + ".lora_B.weight", false, target.outputs(model), rank, offset + a.size());
      offset = Math.addExact(b.offset(), b.size());
      parts.add(a);
      parts.add(b);
      sizes[2 * i] = a.size();
      sizes[2 * i + 1] = b.size();
    }
    if (parts.isEmpty()) {
      throw StageFailure.wrong(
          "LoRA targets " + shape.modules() + " name no linear layer of this model");
    }
    return new AdapterLayout(List.copyOf(parts), sizes, scales, List.copyOf(ranks), offset);
  }

  /** Ranks of q k v o gate up down if all layers have the same, else nothing. */
  List<Integer> commonRanks() {
    int targets = LoraTarget.values().length;
    List<Integer> first = ranks.subList(0, targets);
    for (int start = targets; start < ranks.size(); start += targets) {
      if (!ranks.subList(start, start + targets).equals(first)) {
        return List.of();
      }
    }
    return first;
  }

  /** A Kaiming-uniform with a = sqrt(5), which is uniform in ±1/sqrt(in); B zero, as PEFT does. */
  float[] initial(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] flat = new float[length];
    for (Part part : parts) {
      if (part.isA()) {
        double bound = 1 / Math.sqrt(part.columns());
        for (int i = part.offset(); i < part.offset() + part.size(); i++) {
          flat[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
      }
    }
    return flat;
  }
}
