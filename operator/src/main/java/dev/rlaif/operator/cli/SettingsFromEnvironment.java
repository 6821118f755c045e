package dev.rlaif.operator.cli;

import dev.rlaif.operator.kube.OperatorSettings;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** The operator's settings, read as the operator reads them, without starting it. */
final class SettingsFromEnvironment {
  private static final int ORDINAL = 300;

  private SettingsFromEnvironment() {}

  static OperatorSettings of(Map<String, String> environment) {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withSources(new EnvConfigSource(environment, ORDINAL))
            .withMapping(OperatorSettings.class)
            // RLAIF_HOME and others begin the same and are no settings of the operator.
            .withValidateUnknown(false)
            .addDefaultInterceptors()
            .addDiscoveredConverters()
            .build();
    return config.getConfigMapping(OperatorSettings.class);
  }
}
