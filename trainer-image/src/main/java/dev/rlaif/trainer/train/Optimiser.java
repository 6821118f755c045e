package dev.rlaif.trainer.train;

import dev.rlaif.plan.AlgorithmPlan;
import dev.rlaif.trainer.learn.AdamW;
import dev.rlaif.trainer.learn.GradientNorm;
import dev.rlaif.trainer.learn.LearningRate;
import dev.rlaif.trainer.lora.AdapterOptimiser;
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
  private final AdamW.Settings adam;
  private final Optional<AdapterOptimiser> resident;
  private final Map<Group, AdamW> byGroup = new EnumMap<>(Group.class);

  /** Of the adapter, where it is stepped where it lies. */
  private long updates;

  Optimiser(
      Policy policy, AlgorithmPlan plan, boolean learnsValues, Map<Group, AdamW.State> resume) {
    this.policy = policy;
    this.plan = plan;
    this.learnsValues = learnsValues;
    this.adam =
        new AdamW.Settings(
            plan.adamBeta1(), plan.adamBeta2(), plan.adamEpsilon(), plan.weightDecay());
    this.resident = policy.adapterOptimiser();
    for (Group group : groups()) {
      AdamW.State state =
          Optional.ofNullable(resume.get(group))
              .orElseGet(() -> AdamW.State.start(policy.parameters(group).length));
      if (group == Group.LORA && resident.isPresent()) {
        resident.get().load(state.firstMoment(), state.secondMoment());
        updates = state.step();
      } else {
        byGroup.put(group, new AdamW(adam, state));
      }
    }
  }

  /** Groups that this run trains at all. */
  List<Group> groups() {
    return learnsValues ? List.of(Group.LORA, Group.VALUE_HEAD) : List.of(Group.LORA);
  }

  /** Zeros to add gradients to. */
  Gradients zeros() {
    return Gradients.zeros(policy, groups(), resident);
  }

  /**
   * Moves the parameters.
   *
   * @param norms of the gradients, before the clip
   */
  void step(long step, Gradients gradients, Map<Group, Double> norms) {
    double adapterScale = scale(norms, Group.LORA);
    plan.maxGradNorm().ifPresent(limit -> clip(limit, gradients, norms));
    for (Group group : groups()) {
      if (group == Group.LORA && warmsUpCritic(step)) {
        continue;
      }
      if (group == Group.LORA && resident.isPresent()) {
        updates++;
        resident.get().step(adam.update(updates, rate(group, step), adapterScale));
        continue;
      }
      float[] parameters = policy.parameters(group);
      float[] flat = Optional.ofNullable(gradients.byGroup().get(group)).orElseThrow();
      Optional.ofNullable(byGroup.get(group))
          .orElseThrow()
          .step(parameters, flat, rate(group, step));
      policy.setParameters(group, parameters);
    }
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
    byGroup.forEach((group, adamW) -> states.put(group, adamW.state()));
    resident.ifPresent(
        adapter ->
            states.put(
                Group.LORA,
                new AdamW.State(updates, adapter.firstMoment(), adapter.secondMoment())));
    return states;
  }

  private void clip(double limit, Gradients gradients, Map<Group, Double> norms) {
    if (plan.separateValue() || resident.isPresent()) {
      gradients
          .byGroup()
          .forEach((group, flat) -> GradientNorm.clip(clipped(norms, group), limit, flat));
    } else {
      float[][] all = gradients.byGroup().values().toArray(float[][]::new);
      GradientNorm.clip(GradientNorm.of(all), limit, all);
    }
  }

  private double scale(Map<Group, Double> norms, Group group) {
    return plan.maxGradNorm()
        .map(limit -> GradientNorm.scale(clipped(norms, group), limit))
        .orElse(1.0);
  }

  /** The norm that a group is clipped by: its own, or that of all together. */
  private double clipped(Map<Group, Double> norms, Group group) {
    return plan.separateValue()
        ? norms.getOrDefault(group, 0.0)
        : Math.sqrt(norms.values().stream().mapToDouble(norm -> norm * norm).sum());
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
