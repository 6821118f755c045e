package dev.rlaif.operator.kube;

import java.time.Duration;
import java.util.Optional;

/** Settings as they are where nobody sets any. */
public record PlainSettings(boolean argoCdIgnoreUpdates) implements OperatorSettings {
  public PlainSettings() {
    this(true);
  }

  @Override
  public String trainerImage() {
    return "localhost/rlaif-trainer:latest";
  }

  @Override
  public ServingImages servingImage() {
    return new ServingImages() {
      @Override
      public String rlaif() {
        return trainerImage();
      }

      @Override
      public String vllm() {
        return "vllm/vllm-openai:v0.11.0";
      }
    };
  }

  @Override
  public Optional<String> tensorboardImage() {
    return Optional.of(TENSORBOARD);
  }

  @Override
  public String imagePullPolicy() {
    return "IfNotPresent";
  }

  @Override
  public boolean secretsChecked() {
    return true;
  }

  @Override
  public Duration progressInterval() {
    return Duration.ofSeconds(10);
  }
}
