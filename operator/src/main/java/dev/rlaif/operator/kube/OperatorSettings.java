package dev.rlaif.operator.kube;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.Optional;

/** What whoever installs the operator decides; environment variables {@code RLAIF_...}. */
@ConfigMapping(prefix = "rlaif")
public interface OperatorSettings {
  /** What the makers of TensorBoard put it into. */
  String TENSORBOARD = "tensorflow/tensorflow:2.19.0";

  /** Image of every stage that names none. */
  @WithDefault("localhost/rlaif-trainer:latest")
  String trainerImage();

  ServingImages servingImage();

  /** Image of TensorBoard, which runs beside the page of a run; empty: it does not. */
  @WithDefault(TENSORBOARD)
  Optional<String> tensorboardImage();

  @WithDefault("IfNotPresent")
  String imagePullPolicy();

  /** Whether the operator may look whether a Secret exists. */
  @WithDefault("true")
  boolean secretsChecked();

  /** Whether children tell Argo CD to ignore their updates. */
  @WithDefault("true")
  boolean argoCdIgnoreUpdates();

  /** How often running stages are asked for their progress. */
  @WithDefault("PT10S")
  Duration progressInterval();

  /** Images of the serving runtimes. */
  interface ServingImages {
    @WithDefault("localhost/rlaif-trainer:latest")
    String rlaif();

    @WithName("vllm")
    @WithDefault("vllm/vllm-openai:v0.11.0")
    String vllm();
  }
}
