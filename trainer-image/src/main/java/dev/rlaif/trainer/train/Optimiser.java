package dev.rlaif.trainer.train;

import dev.rlaif.plan.AlgorithmPlan;
import dev.rlaif.trainer.learn.AdamW;
import dev.rlaif.trainer.learn.GradientNorm;
import dev.rlaif.trainer.learn.LearningRate;
import dev.rlaif.trainer.lora.Policy;
import dev.rlaif.trainer.lora.Policy.Group;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** AdamW over the policy's groups: norm clip, rates, critic warm-up. */
final class Optimiser {
  private final Policy policy;
  private final AlgorithmPlan plan;
  private final boolean learnsValues;
  private final Map<Group, AdamW> byGroup = new EnumMap<>(Group.class);

  Optimiser(
      Policy policy, AlgorithmPlan plan, boolean learnsValues, Map<Group, AdamW.State> resume) {
    this.policy = policy;
    this.plan = plan;
    this.learnsValues = learnsValues;
    AdamW.Settings adam =
        new AdamW.Settings(
            plan.adamBeta1(), plan.adamBeta2(), plan.adamEpsilon(), plan.weightDecay());
    for (Group group : groups()) {
      AdamW.State state =
          Optional.ofNullable(resume.get(group))
              .orElseGet(() -> AdamW.State.start(policy.parameters(group).length));
      byGroup.put(group, new AdamW(adam, state));
    }
  }

  /** Groups that this run trains at all. */
  List<Group> groups() {
    return learnsValues ? List.of(Group.LORA, Group.VALUE_HEAD) : List.of(Group.LORA);
  }

  /** Moves the parameters; gives each group's gradient norm before the clip. */
  Map<Group, Double> step(long step, Gradients gradients) {
    Map<Group, Double> norms = new EnumMap<>(Group.class);
    gradients.byGroup().forEach((group, flat) -> norms.put(group, GradientNorm.of(flat)));
    plan.maxGradNorm().ifPresent(limit -> clip(limit, gradients));
    for (Group group : groups()) {
      if (group == Group.LORA && warmsUpCritic(step)) {
        continue;
      }
      float[] parameters = policy.parameters(group);
      AdamW adam = Optional.ofNullable(byGroup.get(group)).orElseThrow();
      float[] flat = Optional.ofNullable(gradients.byGroup().get(group)).orElseThrow();
      adam.step(parameters, flat, rate(group, step));
      policy.setParameters(group, parameters);
    }
    return norms;
  }

  /** Learning rates of a training step by metric name. */
  Map<String, Double> rates(long step) {
    Map<String, Double> rates = new LinkedHashMap<>();
    double policyRate = warmsUpCritic(step) ? 0 : rate(Group.LORA, step);
    rates.put("ppo/learning_rate", policyRate);
    rates.put("lr/policy", policyRate);
    if (learnsValues) {
      rates.put("lr/value", rate(Group.VALUE_HEAD, step));
    }
    return rates;
  }

  Map<Group, AdamW.State> state() {
    Map<Group, AdamW.State> states = new EnumMap<>(Group.class);
    byGroup.forEach((group, adam) -> states.put(group, adam.state()));
    return states;
  }

  private void clip(double limit, Gradients gradients) {
    if (plan.separateValue()) {
      gradients
          .byGroup()
          .values()
          .forEach(flat -> GradientNorm.clip(GradientNorm.of(flat), limit, flat));
    } else {
      float[][] all = gradients.byGroup().values().toArray(float[][]::new);
      GradientNorm.clip(GradientNorm.of(all), limit, all);
    }
  }

  private boolean warmsUpCritic(long step) {
    return learnsValues && step <= plan.criticWarmUpSteps();
  }

  /** The policy's warm-up begins where the critic's ends, else it would pass unused. */
  private double rate(Group group, long step) {
    boolean own = group == Group.VALUE_HEAD && plan.separateValue();
    double peak = own ? plan.valueLearningRate() : plan.learningRate();
    long since = learnsValues && group == Group.LORA ? step - plan.criticWarmUpSteps() : step;
    return new LearningRate(peak, plan.warmUpSteps()).at(since);
  }
}
