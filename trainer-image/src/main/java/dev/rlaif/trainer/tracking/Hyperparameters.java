package dev.rlaif.trainer.tracking;

import dev.rlaif.plan.RunPlan;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What runs are compared by, under the names that TensorBoard and MLflow show. */
public final class Hyperparameters {
  private Hyperparameters() {}

  /** By name, in the order in which they are shown: numbers, booleans, and texts. */
  public static Map<String, Object> of(RunPlan plan) {
    Map<String, Object> hparams = new LinkedHashMap<>();
    var algorithm = plan.algorithm();
    put(hparams, "model", plan.spec().model().uri());
    put(hparams, "algorithm", algorithm.type());
    put(hparams, "preset", algorithm.preset());
    put(hparams, "learning_rate", algorithm.learningRate());
    put(hparams, "epochs", algorithm.epochs());
    put(hparams, "mini_batch_size", algorithm.miniBatchSize());
    put(hparams, "kl_coefficient", algorithm.kl().coefficient());
    put(hparams, "beta", algorithm.beta());
    algorithm.preferenceLoss().ifPresent(loss -> put(hparams, "preference_loss", loss));
    put(hparams, "batch_size", plan.spec().rollout().batchSize());
    put(hparams, "max_new_tokens", plan.spec().rollout().maxNewTokens());
    put(hparams, "lora_rank", plan.spec().lora().rank());
    put(hparams, "seed", plan.spec().training().seed());
    return hparams;
  }

  private static void put(Map<String, Object> hparams, String name, @Nullable Object value) {
    if (value instanceof Number || value instanceof Boolean) {
      hparams.put(name, value);
    } else if (value != null) {
      hparams.put(name, value.toString());
    }
  }
}
