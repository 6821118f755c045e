package dev.rlaif.trainer.lora;

import dev.rlaif.trainer.kernel.ModelShape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Where each matrix of an adapter lies in the flat parameters: layer by layer, target by target, A
 * [r, in] before B [out, r].
 *
 * @param parts in the order of the flat parameters, without targets that carry no adapter
 * @param sizes [14 L] lengths of A and B of every target of every layer, 0 where there is none
 * @param length of the flat parameters
 */
record AdapterLayout(List<Part> parts, long[] sizes, int length) {

  /** One matrix, row by row from the offset. */
  record Part(String name, boolean isA, int rows, int columns, int offset) {
    int size() {
      return rows * columns;
    }
  }

  static AdapterLayout of(ModelShape model, LoraShape shape) {
    LoraTarget[] targets = LoraTarget.values();
    List<Part> parts = new ArrayList<>();
    long[] sizes = new long[2 * targets.length * model.layers()];
    int offset = 0;
    int next = 0;
    for (int layer = 0; layer < model.layers(); layer++) {
      for (LoraTarget target : targets) {
        if (!shape.targetSet().contains(target)) {
          next += 2;
          continue;
        }
        String path = target.path(layer);
        Part a =
            new Part(path + ".lora_A.weight", true, shape.rank(), target.inputs(model), offset);
        Part b =
            new Part(
                path + ".lora_B.weight",
                false,
                target.outputs(model),
                shape.rank(),
                offset + a.size());
        offset = Math.addExact(b.offset(), b.size());
        parts.add(a);
        parts.add(b);
        sizes[next++] = a.size();
        sizes[next++] = b.size();
      }
    }
    return new AdapterLayout(List.copyOf(parts), sizes, offset);
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
