package dev.rlaif.operator.kube;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;

/** What whoever installs the operator decides; environment variables {@code RLAIF_...}. */
@ConfigMapping(prefix = "rlaif")
public interface OperatorSettings {
  /** Image of every stage that names none. */
  @WithDefault("localhost/rlaif-trainer:latest")
  String trainerImage();

  ServingImages servingImage();

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
