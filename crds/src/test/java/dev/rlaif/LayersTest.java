package dev.rlaif;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Plans know the API, definitions know both; never the other way round. */
@AnalyzeClasses(packages = "dev.rlaif", importOptions = DoNotIncludeTests.class)
class LayersTest {
  @ArchTest
  static final ArchRule dependenciesPointDownwards =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("schema")
          .definedBy("dev.rlaif.api.schema")
          .layer("api")
          .definedBy("dev.rlaif.api.v1alpha1")
          .layer("plan")
          .definedBy("dev.rlaif.plan")
          .layer("crd")
          .definedBy("dev.rlaif.crd")
          .whereLayer("api")
          .mayOnlyBeAccessedByLayers("plan", "crd")
          .whereLayer("plan")
          .mayOnlyBeAccessedByLayers("crd")
          .whereLayer("crd")
          .mayNotBeAccessedByAnyLayer();
}
