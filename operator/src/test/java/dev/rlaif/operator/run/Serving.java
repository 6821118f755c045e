package dev.rlaif.operator.run;

import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;

/** Plays the Deployment controller. */
final class Serving {
  private Serving() {}

  /** A run that has succeeded, and whose model answers. */
  static Scene deployed(String... changes) {
    Scene scene = Scene.at(StageName.EVALUATE, changes);
    scene.job(StageName.EVALUATE).complete();
    scene.settle();
    comesUp(scene);
    return scene.settle();
  }

  static void comesUp(Scene scene) {
    ready(scene, 1);
  }

  static void goesDown(Scene scene) {
    ready(scene, 0);
  }

  private static void ready(Scene scene, int pods) {
    Deployment deployment = scene.cluster.find(Deployment.class, "vegetarian-serve").orElseThrow();
    deployment.setStatus(
        new DeploymentStatusBuilder()
            .withObservedGeneration(deployment.getMetadata().getGeneration())
            .withReplicas(1)
            .withUpdatedReplicas(1)
            .withReadyReplicas(pods)
            .withAvailableReplicas(pods)
            .build());
  }
}
