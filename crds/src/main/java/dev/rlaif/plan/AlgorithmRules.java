package dev.rlaif.plan;

import static dev.rlaif.api.v1alpha1.AlgorithmType.DPO;
import static dev.rlaif.api.v1alpha1.AlgorithmType.GRPO;
import static dev.rlaif.api.v1alpha1.AlgorithmType.PPO;
import static dev.rlaif.api.v1alpha1.AlgorithmType.RLOO;

import dev.rlaif.api.v1alpha1.Algorithm;
import dev.rlaif.api.v1alpha1.AlgorithmOverrides;
import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.api.v1alpha1.KlControl;
import dev.rlaif.api.v1alpha1.KlOverrides;
import dev.rlaif.api.v1alpha1.Preset;
import dev.rlaif.api.v1alpha1.Truncation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rules of the learning algorithm: who reads which override, and what cannot be computed. */
final class AlgorithmRules {
  private static final Set<AlgorithmType> ONLINE = EnumSet.of(PPO, GRPO, RLOO);

  static final List<Rule<?>> ALL = all();

  private AlgorithmRules() {}

  private static List<Rule<?>> all() {
    List<Rule<?>> rules = new ArrayList<>();
    rules.add(
        new Rule<>(
            Algorithm.class,
            "preset",
            List.of("preset", "type"),
            algorithm -> algorithm.preset() != Preset.TRL_0_8_6 || algorithm.type() == PPO,
            "self.?preset.orValue('') != 'trl-0.8.6' || self.type == 'PPO'",
            "preset trl-0.8.6 exists for PPO only"));
    Set<AlgorithmType> ppo = EnumSet.of(PPO);
    rules.add(readBy(ppo, "valueClipRange", AlgorithmOverrides::valueClipRange));
    rules.add(readBy(ppo, "valueCoefficient", AlgorithmOverrides::valueCoefficient));
    rules.add(readBy(ppo, "valueLearningRate", AlgorithmOverrides::valueLearningRate));
    rules.add(readBy(ppo, "gamma", AlgorithmOverrides::gamma));
    rules.add(readBy(ppo, "lambda", AlgorithmOverrides::lambda));
    rules.add(readBy(ppo, "criticWarmUpSteps", AlgorithmOverrides::criticWarmUpSteps));
    rules.add(readBy(ppo, "whitenRewards", AlgorithmOverrides::whitenRewards));
    rules.add(readBy(ppo, "ratioThreshold", AlgorithmOverrides::ratioThreshold));
    rules.add(readBy(ppo, "kl", AlgorithmOverrides::kl));
    Set<AlgorithmType> tokenwise = EnumSet.of(PPO, GRPO);
    rules.add(readBy(tokenwise, "clipRangeHigh", AlgorithmOverrides::clipRangeHigh));
    rules.add(readBy(tokenwise, "dualClip", AlgorithmOverrides::dualClip));
    rules.add(readBy(ONLINE, "clipRange", AlgorithmOverrides::clipRange));
    rules.add(readBy(ONLINE, "truncation", AlgorithmOverrides::truncation));
    rules.add(readBy(ONLINE, "eosPenalty", AlgorithmOverrides::eosPenalty));
    rules.add(readBy(ONLINE, "overlongBuffer", AlgorithmOverrides::overlongBuffer));
    rules.add(readBy(ONLINE, "scoreClip", AlgorithmOverrides::scoreClip));
    rules.add(readBy(ONLINE, "referenceNormalise", AlgorithmOverrides::referenceNormalise));
    rules.add(readBy(ONLINE, "klBudget", AlgorithmOverrides::klBudget));
    rules.add(readBy(ONLINE, "minScoredFraction", AlgorithmOverrides::minScoredFraction));
    rules.add(readBy(ONLINE, "endAtFault", AlgorithmOverrides::endAtFault));
    Set<AlgorithmType> grouped = EnumSet.of(GRPO, RLOO, DPO);
    rules.add(readBy(grouped, "groupSize", AlgorithmOverrides::groupSize));
    rules.add(readBy(grouped, "beta", AlgorithmOverrides::beta));
    Set<AlgorithmType> paired = EnumSet.of(DPO);
    rules.add(readBy(paired, "minMargin", AlgorithmOverrides::minMargin));
    rules.add(readBy(paired, "preferenceLoss", AlgorithmOverrides::preferenceLoss));
    rules.add(
        new Rule<>(
            Algorithm.class,
            "overrides.eosPenalty",
            List.of("overrides.eosPenalty", "overrides.truncation"),
            algorithm ->
                algorithm.overrides().eosPenalty() == null
                    || isOrAbsent(algorithm, Truncation.EOS_PENALTY),
            "!self.?overrides.?eosPenalty.hasValue() ||"
                + " self.?overrides.?truncation.orValue('eosPenalty') == 'eosPenalty'",
            "overrides.eosPenalty needs truncation eosPenalty"));
    rules.add(
        new Rule<>(
            Algorithm.class,
            "overrides.overlongBuffer",
            List.of("overrides.overlongBuffer", "overrides.truncation"),
            algorithm ->
                algorithm.overrides().overlongBuffer() == null
                    || isOrAbsent(algorithm, Truncation.OVERLONG),
            "!self.?overrides.?overlongBuffer.hasValue() ||"
                + " self.?overrides.?truncation.orValue('overlong') == 'overlong'",
            "overrides.overlongBuffer needs truncation overlong"));
    rules.add(
        new Rule<>(
            AlgorithmOverrides.class,
            "eosPenalty",
            List.of("eosPenalty", "overlongBuffer"),
            overrides -> overrides.eosPenalty() == null || overrides.overlongBuffer() == null,
            "!has(self.eosPenalty) || !has(self.overlongBuffer)",
            "eosPenalty and overlongBuffer punish the same thing: give one of them"));
    rules.add(
        new Rule<>(
            KlOverrides.class,
            "",
            List.of("target", "horizon"),
            kl -> (kl.target() == null) == (kl.horizon() == null),
            "has(self.target) == has(self.horizon)",
            "target and horizon are given together"));
    rules.add(
        new Rule<>(
            KlOverrides.class,
            "control",
            List.of("target", "control"),
            kl -> kl.control() != KlControl.FIXED || kl.target() == null,
            "self.?control.orValue('adaptive') == 'adaptive' || !has(self.target)",
            "target and horizon are read with control adaptive only"));
    rules.addAll(PairRules.ALL);
    rules.addAll(SamplingRules.ALL);
    return List.copyOf(rules);
  }

  private static boolean isOrAbsent(Algorithm algorithm, Truncation truncation) {
    Truncation given = algorithm.overrides().truncation();
    return given == null || given == truncation;
  }

  private static Rule<Algorithm> readBy(
      Set<AlgorithmType> types,
      String field,
      Function<AlgorithmOverrides, @Nullable Object> override) {
    String path = "overrides." + field;
    String names = types.stream().map(Enum::name).collect(Collectors.joining(" and "));
    return new Rule<>(
        Algorithm.class,
        path,
        List.of(path, "type"),
        algorithm ->
            types.contains(algorithm.type()) || override.apply(algorithm.overrides()) == null,
        "self.type in "
            + Cel.texts(types.stream().map(Fields::spelling).toList())
            + " || !self.?overrides.?"
            + field
            + ".hasValue()",
        path + " is read by " + names + " only");
  }
}
