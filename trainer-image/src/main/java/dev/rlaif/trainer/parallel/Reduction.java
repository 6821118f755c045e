package dev.rlaif.trainer.parallel;

import dev.rlaif.trainer.lora.AdapterOptimiser;
import dev.rlaif.trainer.lora.MicroLoss;
import dev.rlaif.trainer.lora.Policy;
import dev.rlaif.trainer.lora.Sequence;
import java.util.List;
import java.util.Optional;

/** How micro-batches are shared by ranks and their gradients become one sum. */
interface Reduction {

  void zero();

  void backward(List<List<Sequence>> microBatches, MicroLoss loss);

  /** The sum since it was zeroed, flat. */
  float[] gradients(Policy.Group group);

  /** Of an adapter whose gradients never come to the host. */
  Optional<AdapterOptimiser> optimiser();

  /** Frees what it holds on the ranks. */
  void close();
}
