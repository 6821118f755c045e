package dev.rlaif.trainer.run;

import ai.djl.Device;
import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.api.v1alpha1.Preset;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.chat.Chat;
import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.kernel.ComputeTarget;
import dev.rlaif.trainer.llama.LlamaModel;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.lora.LoraShape;
import dev.rlaif.trainer.lora.Policy;
import dev.rlaif.trainer.lora.PolicyOptions;
import dev.rlaif.trainer.parallel.LocalRank;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.prompt.PromptText;
import dev.rlaif.trainer.rollout.BatchedGenerator;
import dev.rlaif.trainer.rollout.Generator;
import dev.rlaif.trainer.rollout.StopIds;
import dev.rlaif.trainer.rollout.StopStrings;
import dev.rlaif.trainer.rollout.TokenListener;
import dev.rlaif.trainer.rollout.vllm.Stops;
import dev.rlaif.trainer.rollout.vllm.VllmSettings;
import dev.rlaif.trainer.stage.Fingerprint;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.text.ChatTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The model of a run, loaded once for all stages of this process. */
public final class RunModel implements AutoCloseable {
  /** Answers in the making at once; more gains nothing on a CPU. */
  private static final int CPU_ROWS = 64;

  /** On a GPU memory may allow fewer. */
  private static final int GPU_ROWS = 256;

  /** What an engine apart from the trainer is asked, to see what it computes with. */
  private static final String PROBE = "What can I cook tonight?";

  private final RunPlan plan;
  private final Path folder;
  private final LlamaModel base;
  private final ChatTokenizer tokenizer;
  private final List<LlamaModel> copies = new ArrayList<>();

  private RunModel(RunPlan plan, Path folder, LlamaModel base, ChatTokenizer tokenizer) {
    this.plan = plan;
    this.folder = folder;
    this.base = base;
    this.tokenizer = tokenizer;
  }

  static RunModel load(RunPlan plan, Path folder, ComputeTarget target) {
    ChatTokenizer tokenizer = ChatTokenizer.open(folder);
    try {
      return new RunModel(plan, folder, LlamaModel.load(folder, target), tokenizer);
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  /** A policy with an adapter as the plan wants it, untrained. */
  public LoraPolicy newPolicy() {
    return newPolicy(base);
  }

  /**
   * Ranks with an untrained policy each: on a CPU they share the base, of GPUs each has its own
   * copy.
   */
  List<LocalRank> ranks(int count, StopSignal stop) {
    List<LocalRank> ranks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      LoraPolicy policy = newPolicy(copy(i));
      ranks.add(new LocalRank(policy, generator(policy, Policy.Adapter.ON, stop)));
    }
    return ranks;
  }

  private LlamaModel copy(int rank) {
    if (rank == 0 || !base.placement().isGpu()) {
      return base;
    }
    Device device = Device.gpu(base.placement().device().getDeviceId() + rank);
    var target = new ComputeTarget(device, Optional.of(base.placement().precision()));
    LlamaModel copy = LlamaModel.load(folder, target);
    copies.add(copy);
    return copy;
  }

  private LoraPolicy newPolicy(LlamaModel base) {
    LoraShape shape = LoraShape.of(plan.spec().lora());
    shape.requireMatches(base.config().shape());
    boolean trl = plan.algorithm().preset() == Preset.TRL_0_8_6;
    // pairs are not drawn from the policy that learns, so their sampling is none of its business
    boolean offline = plan.algorithm().type() == AlgorithmType.DPO;
    PolicyOptions options =
        PolicyOptions.standard(base.placement())
            .withTemperature(offline ? 1 : plan.spec().rollout().temperature())
            .withValueInit(trl ? PolicyOptions.ValueInit.UNIFORM : PolicyOptions.ValueInit.ZERO)
            .withValueGradient(
                plan.algorithm().separateValue()
                    ? PolicyOptions.ValueGradient.HEAD_ONLY
                    : PolicyOptions.ValueGradient.SHARED);
    return LoraPolicy.create(base, shape, plan.spec().training().seed(), options);
  }

  public BatchedGenerator generator(LoraPolicy policy, Policy.Adapter adapter) {
    return new BatchedGenerator(policy, adapter, tokenizer.stopIds(), rows());
  }

  private int rows() {
    return base.placement().isGpu() ? GPU_ROWS : CPU_ROWS;
  }

  /** Throws {@link dev.rlaif.trainer.stage.Stopped} at the next token once asked to stop. */
  Generator generator(LoraPolicy policy, Policy.Adapter adapter, StopSignal stop) {
    return stoppable(
        generator(policy, adapter),
        new StopStrings(plan.spec().rollout().stop(), tokenizer::decode),
        stop);
  }

  /** The servers that answer for this model, where the plan names some. */
  VllmSettings vllm(Workspace workspace) {
    return VllmServers.of(
        plan,
        workspace,
        tokenizer.promptIds(List.of(ChatMessage.user(PROBE))),
        new Stops(StopIds.of(base.config(), tokenizer.stopIds()), plan.spec().rollout().stop()));
  }

  /** Conversations with the base model, for example to have it write questions. */
  Chat chat() {
    var generator = new BatchedGenerator(base, tokenizer.stopIds(), rows());
    return new ModelChat(
        tokenizer::promptIds,
        tokenizer::decode,
        stop -> stoppable(generator, new StopStrings(List.of(), tokenizer::decode), stop));
  }

  private static Generator stoppable(
      BatchedGenerator generator, StopStrings stops, StopSignal stop) {
    return (requests, sampling, finished) -> {
      TokenListener goesOn = stops.listener();
      return generator.generate(
          requests,
          sampling,
          finished,
          (index, tokenId) -> {
            stop.check();
            return goesOn.token(index, tokenId);
          });
    };
  }

  public LlamaModel base() {
    return base;
  }

  public ChatTokenizer tokenizer() {
    return tokenizer;
  }

  ModelText text() {
    return new ModelText(tokenizer);
  }

  /** Prompts that fit; longer ones are left out. */
  List<Prompt> fitting(List<Prompt> prompts) {
    List<Prompt> fitting = prompts.stream().filter(this::fits).toList();
    if (fitting.isEmpty() && !prompts.isEmpty()) {
      throw StageFailure.wrong(
          "every prompt is longer than spec.rollout.maxPromptTokens, which is "
              + plan.spec().rollout().maxPromptTokens()
              + " tokens with the chat template: raise it");
    }
    return fitting;
  }

  /** Whether a prompt is no longer than the plan allows. */
  boolean fits(Prompt prompt) {
    return tokenizer.promptIds(prompt.messages()).length <= plan.spec().rollout().maxPromptTokens();
  }

  /** Of the frozen base: its configuration, and names and sizes of its weight files. */
  String fingerprint() {
    try (Stream<Path> files = Files.list(folder)) {
      StringBuilder text = new StringBuilder(Files.readString(folder.resolve("config.json")));
      for (Path file : files.sorted().toList()) {
        if (file.toString().endsWith(".safetensors")) {
          text.append(file.getFileName()).append(' ').append(Files.size(file)).append('\n');
        }
      }
      return Fingerprint.of(text.toString());
    } catch (IOException e) {
      throw StageFailure.environment(folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    copies.forEach(LlamaModel::close);
    base.close();
    tokenizer.close();
  }

  /** Between prompts and this model's tokens. */
  record ModelText(ChatTokenizer tokenizer) implements PromptText {
    @Override
    public int[] encode(Prompt prompt) {
      return tokenizer.promptIds(prompt.messages());
    }

    @Override
    public String decode(int[] ids) {
      return tokenizer.decode(ids);
    }
  }
}
