package dev.rlaif.operator.objects;

import dev.rlaif.operator.kube.OperatorSettings;
import java.time.Duration;

/** Settings that do not depend on the machine. */
public record FixedSettings(boolean argoCdIgnoreUpdates) implements OperatorSettings {
  @Override
  public String trainerImage() {
    return "rlaif/trainer:test";
  }

  @Override
  public ServingImages servingImage() {
    return new ServingImages() {
      @Override
      public String rlaif() {
        return "rlaif/server:test";
      }

      @Override
      public String vllm() {
        return "vllm/server:test";
      }
    };
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
