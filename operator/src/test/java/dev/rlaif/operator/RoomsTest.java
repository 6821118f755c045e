package dev.rlaif.operator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** Rooms, lowest first: kube | objects, observe | metrics | judge, run. */
@AnalyzeClasses(packages = "dev.rlaif.operator", importOptions = DoNotIncludeTests.class)
class RoomsTest {
  private static final String ROOT = "dev.rlaif.operator.";

  @ArchTest
  static final ArchRule eachRoomKnowsThoseBelow =
      Architectures.layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("kube")
          .definedBy(ROOT + "kube..")
          .layer("objects")
          .definedBy(ROOT + "objects..")
          .layer("observe")
          .definedBy(ROOT + "observe..")
          .layer("metrics")
          .definedBy(ROOT + "metrics..")
          .layer("judge")
          .definedBy(ROOT + "judge..")
          .layer("run")
          .definedBy(ROOT + "run..")
          .layer("cli")
          .definedBy(ROOT + "cli..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("judge")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("run")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("metrics")
          .mayOnlyBeAccessedByLayers("judge", "run")
          .whereLayer("observe")
          .mayOnlyBeAccessedByLayers("judge", "run")
          .whereLayer("objects")
          .mayOnlyBeAccessedByLayers("observe", "judge", "run", "cli");

  @ArchTest
  static final ArchRule roomsHaveNoCycles =
      SlicesRuleDefinition.slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

  /** Desired objects are values: whoever makes them can neither ask nor tell the cluster. */
  @ArchTest
  static final ArchRule objectsAreMadeWithoutACluster =
      noClasses()
          .that(resideInAPackage(ROOT + "objects.."))
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("io.fabric8.kubernetes.client.KubernetesClient");
}
