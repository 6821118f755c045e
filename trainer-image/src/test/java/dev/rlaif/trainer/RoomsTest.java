package dev.rlaif.trainer;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** A room imports only from rooms below it. */
@AnalyzeClasses(packages = "dev.rlaif.trainer", importOptions = DoNotIncludeTests.class)
class RoomsTest {
  private static final String ROOT = "dev.rlaif.trainer.";
  private static final String[][] LAYERS = {
    {"stage", "chat", "kernel", "table", "jinja"},
    {"text", "hub"},
    {"prompt", "llama"},
    {"lora"},
    {"rollout"},
    {"parallel"},
    {"judge"},
    {"proof"},
    {"learn"},
    {"checkpoint", "tracking", "pair"},
    {"validate"},
    {"train", "evaluate", "serve", "view", "page"},
    {"run", "rescore"},
    {"door"},
    {"cli"},
  };

  @ArchTest static final ArchRule roomsImportDownwards = layers();

  @ArchTest
  static final ArchRule noCycles =
      SlicesRuleDefinition.slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

  private static ArchRule layers() {
    var rule = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (int i = 0; i < LAYERS.length; i++) {
      String[] packages = LAYERS[i].clone();
      for (int j = 0; j < packages.length; j++) {
        packages[j] = ROOT + packages[j] + "..";
      }
      rule = rule.optionalLayer(name(i)).definedBy(packages);
    }
    for (int i = 0; i < LAYERS.length - 1; i++) {
      String[] above = new String[LAYERS.length - 1 - i];
      for (int j = i + 1; j < LAYERS.length; j++) {
        above[j - i - 1] = name(j);
      }
      rule = rule.whereLayer(name(i)).mayOnlyBeAccessedByLayers(above);
    }
    return rule;
  }

  private static String name(int layer) {
    return String.join(", ", LAYERS[layer]);
  }
}
