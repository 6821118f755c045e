package dev.rlaif.plan;

import dev.rlaif.api.v1alpha1.EvaluationGates;
import dev.rlaif.api.v1alpha1.Rollout;
import dev.rlaif.api.v1alpha1.RolloutEngine;
import dev.rlaif.api.v1alpha1.Storage;
import dev.rlaif.api.v1alpha1.Training;
import dev.rlaif.api.v1alpha1.UsefulWords;
import java.util.List;

/** Rules of rollout, training, evaluation and storage, each within itself. */
final class TrainingRules {
  static final List<Rule<?>> ALL =
      List.of(
          new Rule<>(
              Rollout.class,
              "minNewTokens",
              List.of("minNewTokens", "maxNewTokens"),
              rollout -> rollout.minNewTokens() <= rollout.maxNewTokens(),
              "self.?minNewTokens.orValue(0) <= self.?maxNewTokens.orValue(128)",
              "minNewTokens is larger than maxNewTokens"),
          new Rule<>(
              Rollout.class,
              "vllm",
              List.of("vllm", "engine"),
              rollout -> rollout.vllm() == null || rollout.engine() == RolloutEngine.VLLM,
              "!has(self.vllm) || self.?engine.orValue('builtin') == 'vllm'",
              "vllm is read with engine vllm only"),
          new Rule<>(
              Training.class,
              "",
              List.of("epochs", "steps"),
              training -> training.epochs() == null || training.steps() == null,
              "!(has(self.epochs) && has(self.steps))",
              "give epochs or steps, not both"),
          new Rule<>(
              Training.class,
              "validation",
              List.of("validation", "evaluateEverySteps"),
              training -> training.validation() == null || training.evaluateEverySteps() > 0,
              "!has(self.validation) || self.?evaluateEverySteps.orValue(0) > 0",
              "validation is read with evaluateEverySteps of at least 1"),
          new Rule<>(
              EvaluationGates.class,
              "",
              List.of("minImprovement", "maxViolationRate", "minWinRate"),
              gates ->
                  gates.minImprovement() != null
                      || gates.maxViolationRate() != null
                      || gates.minWinRate() != null,
              "has(self.minImprovement) || has(self.maxViolationRate) || has(self.minWinRate)",
              "gates need at least one of minImprovement, maxViolationRate and minWinRate"),
          new Rule<>(
              UsefulWords.class,
              "",
              List.of("uri", "list"),
              words -> (words.uri() != null) != !words.list().isEmpty(),
              "has(self.uri) != (self.?list.orValue([]).size() > 0)",
              "useful words come either from uri or list"),
          new Rule<>(
              Storage.class,
              "existingClaim",
              List.of("existingClaim", "size", "storageClassName", "accessMode"),
              storage ->
                  storage.existingClaim() == null
                      || storage.size() == null
                          && storage.storageClassName() == null
                          && storage.accessMode() == null,
              "!has(self.existingClaim) || !(has(self.size) || has(self.storageClassName) ||"
                  + " has(self.accessMode))",
              "with existingClaim, size, storageClassName and accessMode are those of the claim:"
                  + " leave them out"),
          new Rule<>(
              Storage.class,
              "subPath",
              List.of("existingClaim", "subPath"),
              TrainingRules::staysInClaim,
              "!has(self.subPath) || has(self.existingClaim) && !self.subPath.startsWith('/') &&"
                  + " !self.subPath.contains('..')",
              "subPath is a relative folder, without '..', of an existingClaim"));

  private TrainingRules() {}

  private static boolean staysInClaim(Storage storage) {
    String folder = storage.subPath();
    return folder == null
        || storage.existingClaim() != null && !folder.startsWith("/") && !folder.contains("..");
  }
}
