package dev.rlaif.plan;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.rlaif.api.v1alpha1.AccessMode;
import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.api.v1alpha1.RequestLogPolicy;
import dev.rlaif.api.v1alpha1.RlaifRun;
import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import dev.rlaif.api.v1alpha1.RolloutEngine;
import dev.rlaif.api.v1alpha1.ServingRuntime;
import java.util.List;
import java.util.function.Predicate;

/** Rules between the parts of a run. */
final class RunRules {
  static final String NAME = "[a-z]([-a-z0-9]*[a-z0-9])?";
  static final String NAME_SAYS =
      "metadata.name must begin with a letter and hold only a-z, 0-9 and '-': Services are named"
          + " after it";

  /** As the operator calls the Services of a run, or of a judge. */
  private static final String OPERATORS_SERVICE = ".*-(serve|serve-[0-9a-f]{8}|ranks)";

  static final List<Rule<?>> ALL =
      List.of(
          new Rule<>(
              RlaifRun.class,
              "metadata.name",
              List.of("metadata.name"),
              run -> run.metadata().name().length() <= 52,
              "self.metadata.name.size() <= 52",
              "metadata.name has more than 52 characters: the names of Jobs and Services are made"
                  + " from it"),
          new Rule<>(
              RlaifRun.class,
              "metadata.name",
              List.of("metadata.name"),
              run -> run.metadata().name().matches(NAME),
              Cel.matches("self.metadata.name", NAME),
              NAME_SAYS),
          spec(
              "storage.accessMode",
              List.of("training.nodes", "storage.accessMode"),
              spec ->
                  spec.training().nodes() == 1
                      || spec.storage().accessMode() != AccessMode.READ_WRITE_ONCE,
              "self.?training.?nodes.orValue(1) == 1 ||"
                  + " self.?storage.?accessMode.orValue('ReadWriteMany') == 'ReadWriteMany'",
              "training on more than one node needs storage.accessMode ReadWriteMany"),
          spec(
              "serving.retain",
              List.of("serving.retain", "storage.retain", "storage.existingClaim"),
              spec ->
                  !spec.serving().retain()
                      || spec.storage().retain()
                      || spec.storage().existingClaim() != null,
              "!self.?serving.?retain.orValue(false) || self.?storage.?retain.orValue(false) ||"
                  + " self.?storage.?existingClaim.hasValue()",
              "serving.retain needs a workspace that outlives the run: set storage.retain or"
                  + " storage.existingClaim"),
          spec(
              "rollout.vllm.gpus",
              List.of("rollout.vllm", "training.gpus"),
              spec ->
                  spec.rollout().vllm() == null
                      || spec.rollout().vllm().gpus() < spec.training().gpus(),
              "!self.?rollout.?vllm.hasValue() || self.?rollout.?vllm.?gpus.orValue(1) <"
                  + " self.?training.?gpus.orValue(8)",
              "rollout.vllm.gpus must leave at least one of training.gpus to the trainer"),
          spec(
              "rollout.engine",
              List.of("rollout.engine", "algorithm.type"),
              spec ->
                  spec.algorithm().type() != AlgorithmType.DPO
                      || spec.rollout().engine() == RolloutEngine.BUILTIN,
              "self.algorithm.type != 'DPO' || self.?rollout.?engine.orValue('builtin') =="
                  + " 'builtin'",
              "DPO has no rollout during training: engine must be builtin"),
          spec(
              "evaluation.judgeRef.name",
              List.of("evaluation.judgeRef", "judgeRef.name"),
              spec ->
                  spec.evaluation().judgeRef() == null
                      || !spec.evaluation().judgeRef().name().equals(spec.judgeRef().name()),
              "self.?evaluation.?judgeRef.?name.orValue('') != self.judgeRef.name",
              "evaluation.judgeRef names the training judge: leave it out, or name a second judge"),
          spec(
              "serving.image",
              List.of("serving.image", "serving.runtime"),
              spec ->
                  spec.serving().runtime() != ServingRuntime.KSERVE
                      || spec.serving().image() == null,
              "self.?serving.?runtime.orValue('rlaif') != 'kserve' ||"
                  + " !self.?serving.?image.hasValue()",
              "serving.image is not read with runtime kserve: the serving runtime brings its"
                  + " image"),
          spec(
              "serving.apiKeySecretRef",
              List.of("serving.apiKeySecretRef", "serving.runtime"),
              spec ->
                  spec.serving().runtime() == ServingRuntime.RLAIF
                      || spec.serving().apiKeySecretRef() == null,
              "self.?serving.?runtime.orValue('rlaif') == 'rlaif' ||"
                  + " !self.?serving.?apiKeySecretRef.hasValue()",
              "serving.apiKeySecretRef is read by runtime rlaif only: put a gateway with keys in"
                  + " front of another"),
          spec(
              "serving.requestLog",
              List.of("serving.requestLog", "serving.runtime"),
              spec ->
                  spec.serving().runtime() == ServingRuntime.RLAIF
                      || spec.serving().requestLog() == null,
              "self.?serving.?runtime.orValue('rlaif') == 'rlaif' ||"
                  + " !self.?serving.?requestLog.hasValue()",
              "serving.requestLog is kept by runtime rlaif only: let a gateway in front of another"
                  + " log"),
          new Rule<>(
              RequestLogPolicy.class,
              "",
              List.of("redact"),
              policy -> policy.redact().stream().allMatch(RunRules::isExpression),
              // whatever it matches; a text that is no expression is an error, which refuses
              "!has(self.redact) || self.redact.all(text, ''.matches(text) || !''.matches(text))",
              "redact holds a text that is no expression of RE2, which has neither backreferences"
                  + " nor lookaround"),
          spec(
              "serving.args",
              List.of("serving.args", "serving.runtime"),
              spec ->
                  spec.serving().runtime() != ServingRuntime.KSERVE
                      || spec.serving().args().isEmpty(),
              "self.?serving.?runtime.orValue('rlaif') != 'kserve' ||"
                  + " !self.?serving.?args.hasValue() || size(self.serving.args) == 0",
              "serving.args is not read with runtime kserve: the serving runtime brings its"
                  + " command"),
          spec(
              "serving.service",
              List.of("serving.service", "serving.runtime"),
              spec ->
                  spec.serving().runtime() != ServingRuntime.KSERVE
                      || spec.serving().service() == null,
              "self.?serving.?runtime.orValue('rlaif') != 'kserve' ||"
                  + " !self.?serving.?service.hasValue()",
              "serving.service is not read with runtime kserve: the serving runtime makes its"
                  + " Service"),
          spec(
              "serving.service",
              List.of("serving.service"),
              spec ->
                  spec.serving().service() == null
                      || !spec.serving().service().matches(OPERATORS_SERVICE),
              "!self.?serving.?service.hasValue() || !"
                  + Cel.matches("self.serving.service", OPERATORS_SERVICE),
              "serving.service must not end with -serve, -serve-HASH or -ranks: the operator names"
                  + " the Services of single runs and judges so"));

  private RunRules() {}

  private static boolean isExpression(String text) {
    try {
      Pattern.compile(text);
      return true;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  private static Rule<RlaifRunSpec> spec(
      String at, List<String> reads, Predicate<RlaifRunSpec> holds, String cel, String message) {
    return new Rule<>(RlaifRunSpec.class, at, reads, holds, cel, message);
  }
}
