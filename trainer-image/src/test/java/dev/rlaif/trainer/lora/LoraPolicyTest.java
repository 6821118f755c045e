package dev.rlaif.trainer.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.rlaif.trainer.llama.LlamaModel;
import dev.rlaif.trainer.llama.TinyModel;
import dev.rlaif.trainer.llama.TinyModel.Sizes;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.lora.Policy.Group;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoraPolicyTest {
  private static final LoraShape SHAPE = LoraShape.allLinear(3, 6);
  private static final List<Sequence> RAGGED =
      List.of(
          new Sequence(new int[] {1, 5, 9}, new int[] {3, 7, 2}),
          new Sequence(new int[] {4}, new int[] {8}),
          new Sequence(new int[] {1, 40, 0, 22, 11, 6}, new int[] {17, 17, 30, 2, 5}));

  @SuppressWarnings("NullAway.Init")
  @TempDir
  Path folder;

  @ParameterizedTest
  @CsvSource({
    "true, true, F32, 1",
    "true, false, F32, 3",
    "false, true, BF16, 1",
    "false, false, F16, 2",
    "true, true, F16, 1",
    "true, false, BF16, 2"
  })
  void logProbsEntropyAndValuesAreThoseOfPlainJava(
      boolean grouped, boolean tied, String type, int shards) {
    TinyModel tiny = TinyModel.random(grouped ? Sizes.GROUPED : Sizes.MULTI_HEAD, tied, 1);
    try (LlamaModel base = LlamaModel.load(tiny.write(folder, type, shards));
        LoraPolicy policy =
            LoraPolicy.create(
                base,
                SHAPE,
                7,
                PolicyOptions.standard().withValueInit(PolicyOptions.ValueInit.UNIFORM))) {
      assertMatches(tiny, policy, policy.score(RAGGED, Adapter.OFF), 1);
    }
  }

  @Test
  void adapterIsTheLowRankProductAddedToTheWeights() {
    TinyModel tiny = TinyModel.random(Sizes.GROUPED, true, 2);
    try (LlamaModel base = LlamaModel.load(tiny.write(folder));
        LoraPolicy policy = LoraPolicy.create(base, SHAPE, 7)) {
      float[] flat = randomised(policy, 3);
      TinyModel merged = merged(tiny, base, SHAPE, flat);
      assertMatches(merged, policy, policy.score(RAGGED, Adapter.ON), 1);
      assertMatches(tiny, policy, policy.score(RAGGED, Adapter.OFF), 1);
      try (ForwardPass pass = policy.forward(RAGGED)) {
        assertMatches(merged, policy, pass.scores(), 1);
      }
    }
  }

  @Test
  void someTargetsAndRankStabilisedScale() {
    TinyModel tiny = TinyModel.random(Sizes.GROUPED, false, 2);
    LoraShape shape = new LoraShape(4, 3, 0, true, List.of("v_proj", "q_proj", "down_proj"));
    try (LlamaModel base = LlamaModel.load(tiny.write(folder));
        LoraPolicy policy = LoraPolicy.create(base, shape, 7)) {
      TinyModel merged = merged(tiny, base, shape, randomised(policy, 3));
      assertThat(shape.scale(LoraTarget.QUERY, 0)).isEqualTo(1.5);
      assertMatches(merged, policy, policy.score(RAGGED, Adapter.ON), 1);
    }
  }

  @Test
  void temperatureDividesAllLogits() {
    TinyModel tiny = TinyModel.random(Sizes.GROUPED, true, 2);
    try (LlamaModel base = LlamaModel.load(tiny.write(folder));
        LoraPolicy policy =
            LoraPolicy.create(base, SHAPE, 7, PolicyOptions.standard().withTemperature(0.5))) {
      assertMatches(tiny, policy, policy.score(RAGGED, Adapter.OFF), 0.5);
    }
  }

  @Test
  void newAdapterChangesNoBit() {
    TinyModel tiny = TinyModel.random(Sizes.GROUPED, true, 2);
    try (LlamaModel base = LlamaModel.load(tiny.write(folder));
        LoraPolicy policy = LoraPolicy.create(base, SHAPE, 7)) {
      TokenScores off = policy.score(RAGGED, Adapter.OFF);
      assertThat(policy.score(RAGGED, Adapter.ON).logProbs()).isDeepEqualTo(off.logProbs());
      try (ForwardPass pass = policy.forward(RAGGED)) {
        for (int b = 0; b < RAGGED.size(); b++) {
          assertThat(pass.scores().logProbs()[b]).containsExactly(off.logProbs()[b], within(1e-5f));
        }
      }
    }
  }

  @Test
  void scoresDoNotDependOnTheBatch() {
    TinyModel tiny = TinyModel.random(Sizes.GROUPED, true, 2);
    try (LlamaModel base = LlamaModel.load(tiny.write(folder));
        LoraPolicy policy = LoraPolicy.create(base, SHAPE, 7)) {
      randomised(policy, 3);
      TokenScores together = policy.score(RAGGED, Adapter.ON);
      for (int b = 0; b < RAGGED.size(); b++) {
        TokenScores alone = policy.score(List.of(RAGGED.get(b)), Adapter.ON);
        assertThat(alone.logProbs()[0]).containsExactly(together.logProbs()[b], within(1e-5f));
      }
    }
  }

  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    TinyModel tiny = TinyModel.random(Sizes.GROUPED, true, 2);
    try (LlamaModel base = LlamaModel.load(tiny.write(folder));
        LoraPolicy policy =
            LoraPolicy.create(
                base,
                SHAPE,
                7,
                PolicyOptions.standard()
                    .withTemperature(0.7)
                    .withValueInit(PolicyOptions.ValueInit.UNIFORM))) {
      randomised(policy, 3);
      double[][] logProbWeights = {{0.5, -1, 0}, {2}, {1, 0.25, -0.5, 1, 1}};
      double[][] valueWeights = {{0, 1, -1}, {0.5}, {0.1, 0.2, 0.3, -0.4, 0}};
      try (ForwardPass pass = policy.forward(RAGGED)) {
        pass.backward(logProbWeights, valueWeights);
        assertThatThrownBy(() -> pass.backward(logProbWeights, valueWeights))
            .isInstanceOf(IllegalStateException.class);
      }
      for (Group group : Group.values()) {
        assertGradient(policy, group, logProbWeights, valueWeights);
      }
      policy.zeroGradients();
      assertThat(policy.gradients(Group.LORA)).containsOnly(0f);
      assertThat(policy.gradients(Group.VALUE_HEAD)).containsOnly(0f);
    }
  }

  @Test
  void gradientsAddUpOverMicroBatches() {
    TinyModel tiny = TinyModel.random(Sizes.GROUPED, true, 2);
    try (LlamaModel base = LlamaModel.load(tiny.write(folder));
        LoraPolicy policy = LoraPolicy.create(base, SHAPE, 7)) {
      randomised(policy, 3);
      backward(policy, RAGGED);
      float[] whole = policy.gradients(Group.LORA);
      float[] wholeValue = policy.gradients(Group.VALUE_HEAD);
      policy.zeroGradients();
      for (Sequence sequence : RAGGED) {
        backward(policy, List.of(sequence));
      }
      assertThat(policy.gradients(Group.LORA)).containsExactly(whole, within(1e-3f));
      assertThat(policy.gradients(Group.VALUE_HEAD)).containsExactly(wholeValue, within(1e-3f));
    }
  }

  @Test
  void gradientsAreTheSameWhenLogitsAreWorkedOutAgain() {
    TinyModel tiny = TinyModel.random(Sizes.GROUPED, true, 2);
    PolicyOptions forgetful =
        new PolicyOptions(
            0.7,
            PolicyOptions.ValueInit.ZERO,
            PolicyOptions.ValueGradient.SHARED,
            new MemoryPlan(1 << 20, 1, 0));
    PolicyOptions keeping = PolicyOptions.standard().withTemperature(0.7);
    try (LlamaModel base = LlamaModel.load(tiny.write(folder));
        LoraPolicy first = LoraPolicy.create(base, SHAPE, 7, keeping);
        LoraPolicy second = LoraPolicy.create(base, SHAPE, 7, forgetful)) {
      randomised(first, 3);
      randomised(second, 3);
      backward(first, RAGGED);
      backward(second, RAGGED);
      assertThat(second.gradients(Group.LORA))
          .containsExactly(first.gradients(Group.LORA), within(1e-3f));
    }
  }

  @Test
  void sameSeedMakesTheSameAdapterAndValueHeadIsApart() {
    TinyModel tiny = TinyModel.random(Sizes.GROUPED, true, 2);
    PolicyOptions uniform = PolicyOptions.standard().withValueInit(PolicyOptions.ValueInit.UNIFORM);
    try (LlamaModel base = LlamaModel.load(tiny.write(folder));
        LoraPolicy first = LoraPolicy.create(base, SHAPE, 7);
        LoraPolicy second = LoraPolicy.create(base, SHAPE, 7, uniform);
        LoraPolicy third = LoraPolicy.create(base, SHAPE, 8)) {
      assertThat(first.parameters(Group.LORA)).isEqualTo(second.parameters(Group.LORA));
      assertThat(first.parameters(Group.LORA)).isNotEqualTo(third.parameters(Group.LORA));
      assertThat(first.parameters(Group.VALUE_HEAD)).containsOnly(0f);
      assertThat(second.parameters(Group.VALUE_HEAD)).doesNotContain(0f).hasSize(17);
    }
  }

  @Test
  void dropoutTakesPartOnlyInForward() {
    TinyModel tiny = TinyModel.random(Sizes.GROUPED, true, 2);
    LoraShape shape = new LoraShape(3, 6, 0.5, false, List.of("q_proj", "down_proj"));
    try (LlamaModel base = LlamaModel.load(tiny.write(folder));
        LoraPolicy policy = LoraPolicy.create(base, shape, 7)) {
      TinyModel merged = merged(tiny, base, shape, randomised(policy, 3));
      assertMatches(merged, policy, policy.score(RAGGED, Adapter.ON), 1);
      try (ForwardPass pass = policy.forward(RAGGED)) {
        assertThat(pass.scores().logProbs()[2])
            .isNotEqualTo(policy.score(RAGGED, Adapter.ON).logProbs()[2]);
      }
    }
  }

  @Test
  void worksTheSameOnAnotherThreadAndLeavesGradModeAsItWas() throws Exception {
    TinyModel tiny = TinyModel.random(Sizes.GROUPED, true, 2);
    try (LlamaModel base = LlamaModel.load(tiny.write(folder));
        LoraPolicy policy = LoraPolicy.create(base, SHAPE, 7)) {
      randomised(policy, 3);
      backward(policy, RAGGED);
      float[] here = policy.gradients(Group.LORA);
      policy.zeroGradients();
      boolean[] gradMode = new boolean[2];
      Thread thread =
          new Thread(
              () -> {
                gradMode[0] = JniUtils.isGradMode();
                policy.score(RAGGED, Adapter.ON);
                backward(policy, RAGGED);
                gradMode[1] = JniUtils.isGradMode();
              });
      thread.start();
      thread.join();
      assertThat(policy.gradients(Group.LORA)).containsExactly(here, within(1e-4f));
      assertThat(gradMode[1]).isEqualTo(gradMode[0]);
    }
  }

  @Test
  void leavesNoArrayBehind() {
    TinyModel tiny = TinyModel.random(Sizes.GROUPED, true, 2);
    try (LlamaModel base = LlamaModel.load(tiny.write(folder));
        LoraPolicy policy = LoraPolicy.create(base, SHAPE, 7);
        NDManager scope = base.newScope()) {
      NDManager owner = scope.getParentManager();
      int before = owner.getManagedArrays().size();
      for (int step = 0; step < 3; step++) {
        policy.score(RAGGED, Adapter.ON);
        backward(policy, RAGGED);
        policy.setParameters(Group.LORA, policy.gradients(Group.LORA));
        policy.zeroGradients();
      }
      assertThat(owner.getManagedArrays()).hasSize(before);
    }
  }

  @Test
  void refusesSequencesBeyondTheContext() {
    TinyModel tiny = TinyModel.random(Sizes.GROUPED, true, 2);
    try (LlamaModel base = LlamaModel.load(tiny.write(folder));
        LoraPolicy policy = LoraPolicy.create(base, SHAPE, 7)) {
      assertThatThrownBy(
              () -> policy.score(List.of(new Sequence(new int[60], new int[6])), Adapter.OFF))
          .hasMessageContaining("66 tokens")
          .hasMessageContaining("64");
    }
  }

  private static void assertMatches(
      TinyModel twin, LoraPolicy policy, TokenScores scores, double temperature) {
    float[] head = policy.parameters(Group.VALUE_HEAD);
    for (int b = 0; b < RAGGED.size(); b++) {
      Sequence sequence = RAGGED.get(b);
      int prompt = sequence.promptIds().length;
      TinyModel.Output output = twin.forward(joined(sequence));
      for (int t = 0; t < sequence.responseIds().length; t++) {
        double[] logProbs = tempered(output.logProbs()[prompt - 1 + t], temperature);
        double entropy = 0;
        for (double logProb : logProbs) {
          entropy -= Math.exp(logProb) * logProb;
        }
        double value = head[head.length - 1];
        for (int i = 0; i < head.length - 1; i++) {
          value += head[i] * output.hidden()[prompt - 1 + t][i];
        }
        assertThat((double) scores.logProbs()[b][t])
            .isCloseTo(logProbs[sequence.responseIds()[t]], within(1e-4));
        assertThat((double) scores.entropy()[b][t]).isCloseTo(entropy, within(1e-4));
        assertThat((double) scores.values()[b][t]).isCloseTo(value, within(1e-4));
        assertThat((double) scores.meanLogits()[b][t])
            .isCloseTo(output.meanLogits()[prompt - 1 + t], within(1e-5));
      }
    }
  }

  private static double[] tempered(double[] logProbs, double temperature) {
    double sum = 0;
    for (double logProb : logProbs) {
      sum += Math.exp(logProb / temperature);
    }
    double[] tempered = logProbs.clone();
    for (int i = 0; i < tempered.length; i++) {
      tempered[i] = logProbs[i] / temperature - Math.log(sum);
    }
    return tempered;
  }

  private static int[] joined(Sequence sequence) {
    int[] prompt = sequence.promptIds();
    int[] joined = Arrays.copyOf(prompt, prompt.length + sequence.responseIds().length);
    System.arraycopy(
        sequence.responseIds(), 0, joined, prompt.length, sequence.responseIds().length);
    return joined;
  }

  private static float[] randomised(LoraPolicy policy, long seed) {
    Random random = new Random(seed);
    float[] flat = policy.parameters(Group.LORA);
    for (int i = 0; i < flat.length; i++) {
      flat[i] = (float) (0.3 * random.nextGaussian());
    }
    policy.setParameters(Group.LORA, flat);
    return flat;
  }

  private static TinyModel merged(TinyModel tiny, LlamaModel base, LoraShape shape, float[] flat) {
    Map<String, float[]> a = new HashMap<>();
    Map<String, float[]> b = new HashMap<>();
    for (AdapterLayout.Part part : AdapterLayout.of(base.config().shape(), shape).parts()) {
      String module =
          part.name().replace("base_model.model.", "").replaceAll("lora_[AB].weight$", "weight");
      float[] elements = Arrays.copyOfRange(flat, part.offset(), part.offset() + part.size());
      (part.isA() ? a : b).put(module, elements);
    }
    return tiny.plus(a, b, shape.rank(), shape.scale(LoraTarget.QUERY, 0));
  }

  private static void backward(LoraPolicy policy, List<Sequence> sequences) {
    try (ForwardPass pass = policy.forward(sequences)) {
      double[][] ones = new double[sequences.size()][];
      for (int b = 0; b < ones.length; b++) {
        ones[b] = new double[sequences.get(b).responseIds().length];
        Arrays.fill(ones[b], 1);
      }
      pass.backward(ones, ones);
    }
  }

  private static double loss(
      LoraPolicy policy, double[][] logProbWeights, double[][] valueWeights) {
    TokenScores scores = policy.score(RAGGED, Adapter.ON);
    double loss = 0;
    for (int b = 0; b < RAGGED.size(); b++) {
      for (int t = 0; t < logProbWeights[b].length; t++) {
        loss += scores.logProbs()[b][t] * logProbWeights[b][t];
        loss += scores.values()[b][t] * valueWeights[b][t];
      }
    }
    return loss;
  }

  /** Along random directions: the slope is the gradient's share of the direction. */
  private static void assertGradient(
      LoraPolicy policy, Group group, double[][] logProbWeights, double[][] valueWeights) {
    float[] gradient = policy.gradients(group);
    float[] origin = policy.parameters(group);
    Random random = new Random(5);
    double step = 2e-3;
    for (int trial = 0; trial < 6; trial++) {
      double[] direction = random.doubles(origin.length, -1, 1).toArray();
      double expected = 0;
      float[] ahead = origin.clone();
      float[] behind = origin.clone();
      for (int i = 0; i < origin.length; i++) {
        expected += gradient[i] * direction[i];
        ahead[i] += (float) (step * direction[i]);
        behind[i] -= (float) (step * direction[i]);
      }
      policy.setParameters(group, ahead);
      double above = loss(policy, logProbWeights, valueWeights);
      policy.setParameters(group, behind);
      double below = loss(policy, logProbWeights, valueWeights);
      policy.setParameters(group, origin);
      assertThat((above - below) / (2 * step))
          .as(group + " direction " + trial)
          .isCloseTo(expected, within(0.01 * Math.abs(expected) + 0.02));
    }
  }
}
