package dev.rlaif.trainer.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.api.v1alpha1.Preset;
import dev.rlaif.api.v1alpha1.Prompts;
import dev.rlaif.api.v1alpha1.TrainingValidation;
import dev.rlaif.plan.Documents;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.RunPlanner;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.chat.Outage;
import dev.rlaif.trainer.checkpoint.BestValidation;
import dev.rlaif.trainer.checkpoint.Selection;
import dev.rlaif.trainer.judge.Judge;
import dev.rlaif.trainer.judge.Judges;
import dev.rlaif.trainer.llama.LlamaModel;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.lora.LoraShape;
import dev.rlaif.trainer.lora.MemoryPlan;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.lora.PolicyOptions;
import dev.rlaif.trainer.pair.PairManifest;
import dev.rlaif.trainer.pair.PairsStage;
import dev.rlaif.trainer.pair.Preference;
import dev.rlaif.trainer.parallel.LocalRank;
import dev.rlaif.trainer.parallel.Ranks;
import dev.rlaif.trainer.prompt.OwnModel;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.prompt.PromptFiles;
import dev.rlaif.trainer.prompt.PromptStream;
import dev.rlaif.trainer.prompt.PromptText;
import dev.rlaif.trainer.prompt.QuestionWriters;
import dev.rlaif.trainer.rollout.BatchedGenerator;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.text.ChatTokenizer;
import dev.rlaif.trainer.tracking.StepMetrics;
import dev.rlaif.trainer.validate.Choice;
import dev.rlaif.trainer.validate.Validation;
import dev.rlaif.trainer.validate.ValidationFigures;
import dev.rlaif.trainer.validate.ValidationSplit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Train stages of the bundled model, small enough to be run many times. */
final class FoodRun implements AutoCloseable {
  private static final Path EXAMPLES = Path.of("..", "examples");
  private static final int PROMPTS = 20;

  private final ChatTokenizer tokenizer;
  private final LlamaModel base;
  private final Sources sources = new Sources(EXAMPLES, EXAMPLES, Map.of());

  FoodRun() {
    Path model = EXAMPLES.resolve("models").resolve("food-small");
    tokenizer = ChatTokenizer.open(model);
    base = LlamaModel.load(model);
  }

  /** Batches of 8 answers with at most 24 tokens each; both groups learn from the first step. */
  static RunPlan plan(Preset preset, int steps, String... more) {
    return plan(EXAMPLES.resolve("vegetarian-small.yaml"), preset, steps, more);
  }

  /** As {@link #plan(Preset, int, String...)}, of a document like that of the example. */
  static RunPlan plan(Path document, Preset preset, int steps, String... more) {
    boolean modern = preset == Preset.MODERN;
    List<String> sets =
        new ArrayList<>(
            List.of(
                "algorithm.preset=" + (modern ? "modern" : "trl-0.8.6"),
                "algorithm.overrides.learningRate=0.001",
                "algorithm.overrides.warmUpSteps=0",
                "algorithm.overrides.criticWarmUpSteps=0",
                "lora.rank=4",
                "rollout.batchSize=8",
                "rollout.maxNewTokens=24",
                "training.steps=" + steps));
    sets.addAll(Arrays.asList(more));
    return RunPlanner.plan(Documents.read(List.of(document), sets))
        .orElseThrow(problems -> new AssertionError(problems.toString()));
  }

  /** The example with a judge behind a server, written into a folder. */
  static Path judgedBy(String url, Path folder) throws IOException {
    String text = Files.readString(EXAMPLES.resolve("vegetarian-small.yaml"));
    String endpoint =
        """
          endpoint: {url: '%s', model: judge, throughput: {concurrency: 64}}
          prompt: {template: 'Score: {question} {answer}'}
        """
            .formatted(url);
    String judged =
        text.substring(0, text.indexOf("  wordlist:"))
            + endpoint
            + text.substring(text.indexOf("  transform:"));
    // no words say any more what is useful
    return Files.writeString(
        folder.resolve("run.yaml"), judged.replace("minUsefulRatio: 0.95, ", ""));
  }

  /** The first questions of the example; every third step begins another epoch of them. */
  static List<Prompt> prompts() throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<Prompt> prompts = new ArrayList<>();
    List<String> lines = Files.readAllLines(EXAMPLES.resolve("vegetarian").resolve("train.jsonl"));
    for (String line : lines.subList(0, PROMPTS)) {
      prompts.add(new Prompt("p" + prompts.size(), json.readTree(line).path("question").asText()));
    }
    return prompts;
  }

  LoraPolicy policy(RunPlan plan) {
    return policy(plan, MemoryPlan.of(base.placement()));
  }

  private LoraPolicy policy(RunPlan plan, MemoryPlan memory) {
    boolean modern = plan.algorithm().preset() == Preset.MODERN;
    PolicyOptions options =
        new PolicyOptions(
            plan.spec().rollout().temperature(),
            modern ? PolicyOptions.ValueInit.ZERO : PolicyOptions.ValueInit.UNIFORM,
            modern ? PolicyOptions.ValueGradient.HEAD_ONLY : PolicyOptions.ValueGradient.SHARED,
            memory);
    return LoraPolicy.create(
        base, LoraShape.of(plan.spec().lora()), plan.spec().training().seed(), options);
  }

  /** A rank whose policy takes so many sequences into a micro-batch, on the one base. */
  LocalRank rank(RunPlan plan, MemoryPlan memory) {
    LoraPolicy policy = policy(plan, memory);
    return new LocalRank(policy, new BatchedGenerator(policy, Adapter.ON, tokenizer.stopIds(), 64));
  }

  /** A stage in a process of its own: nothing is shared with another but the workspace. */
  long train(RunPlan plan, Workspace workspace, Watch watch) throws IOException {
    try (Ranks alone = Ranks.of(rank(plan, MemoryPlan.of(base.placement())), List.of())) {
      return train(plan, workspace, alone, watch);
    }
  }

  /** As {@link #train(RunPlan, Workspace, Watch)}, with questions set aside. */
  long trainValidated(RunPlan plan, Workspace workspace, int everySteps, int patience, Watch watch)
      throws IOException {
    ValidationSplit split = ValidationSplit.of(prompts(), 4, 1);
    try (Judge judge = new Judges(sources, Map.of(), Optional.of(workspace)).open(plan.judge());
        LoraPolicy policy = policy(plan)) {
      var generator = new BatchedGenerator(policy, Adapter.ON, tokenizer.stopIds(), 64);
      var text = new Text(tokenizer);
      var validation =
          new Validation(
              new Validation.Model(policy, generator, text),
              new Validation.Judges(judge, Optional.empty(), 0.5),
              split.validation(),
              24,
              watch);
      var choice = new Choice(new TrainingValidation(8, patience, 0), Optional.empty());
      var trainee = new TrainStage.Trainee(policy, generator, text, "food-small");
      var validating = new Validating(validation, choice, everySteps, 0.5);
      return new TrainStage(plan, workspace, trainee, Optional.of(validating), watch, watch)
          .run(split.training(), judge);
    }
  }

  /** As {@link #train(RunPlan, Workspace, Watch)}, by some ranks. */
  long train(RunPlan plan, Workspace workspace, Ranks ranks, Watch watch) throws IOException {
    try (Judge judge = new Judges(sources, Map.of(), Optional.of(workspace)).open(plan.judge())) {
      return stage(plan, workspace, ranks, watch).run(prompts(), judge);
    }
  }

  /** As {@link #train(RunPlan, Workspace, Ranks, Watch)}, on pairs. */
  long train(RunPlan plan, Workspace workspace, Ranks ranks, List<Preference> pairs, Watch watch) {
    return stage(plan, workspace, ranks, watch).run(pairs);
  }

  private TrainStage stage(RunPlan plan, Workspace workspace, Ranks ranks, Watch watch) {
    var trainee =
        new TrainStage.Trainee(
            ranks.policy(), ranks.generator(), new Text(tokenizer), "food-small");
    return new TrainStage(plan, workspace, trainee, watch, watch);
  }

  /** As {@link #train(RunPlan, Workspace, Watch)}, on pairs. */
  long train(RunPlan plan, Workspace workspace, List<Preference> pairs, Watch watch) {
    try (LoraPolicy policy = policy(plan)) {
      var generator = new BatchedGenerator(policy, Adapter.ON, tokenizer.stopIds(), 64);
      var trainee = new TrainStage.Trainee(policy, generator, new Text(tokenizer), "food-small");
      return new TrainStage(plan, workspace, trainee, watch, watch).run(pairs);
    }
  }

  /** Pairs of the base's answers to the {@link #prompts}. */
  PairManifest pairs(RunPlan plan, Workspace workspace) throws IOException {
    List<Prompt> prompts = prompts();
    try (LoraPolicy policy = policy(plan)) {
      var generator = new BatchedGenerator(policy, Adapter.OFF, tokenizer.stopIds(), 64);
      return new PairsStage(
              plan,
              workspace,
              tokenizer,
              sequences -> policy.score(sequences, Adapter.OFF).logProbs(),
              (what, done, of) -> {},
              StopSignal.NEVER)
          .make(
              "food-small",
              prompts,
              () ->
                  new BaseAnswers(
                      plan,
                      generator,
                      new Text(tokenizer),
                      new Judges(sources, Map.of(), Optional.of(workspace)).open(plan.judge()),
                      () -> {},
                      StopSignal.NEVER));
    }
  }

  String decode(int[] ids) {
    return tokenizer.decode(ids);
  }

  /** As {@link #train}, on the prompts of the workspace and those that a server writes. */
  long trainStreamed(RunPlan plan, Workspace workspace, Watch watch) {
    List<Prompt> first = PromptFiles.read(workspace.trainPrompts());
    Prompts spec = plan.spec().prompts();
    try (Judge judge = new Judges(sources, Map.of(), Optional.of(workspace)).open(plan.judge());
        LoraPolicy policy = policy(plan);
        PromptStream stream =
            PromptStream.open(
                spec,
                Objects.requireNonNull(spec.generate()),
                writers(),
                workspace,
                first,
                List.of(),
                prompt -> true,
                16,
                line -> {},
                StopSignal.NEVER)) {
      var generator = new BatchedGenerator(policy, Adapter.ON, tokenizer.stopIds(), 64);
      var trainee = new TrainStage.Trainee(policy, generator, new Text(tokenizer), "food-small");
      return new TrainStage(plan, workspace, trainee, watch, watch).run(first, stream, judge);
    }
  }

  /** Endpoints only. */
  QuestionWriters writers() {
    var none =
        new OwnModel(
            "none",
            () -> {
              throw new IllegalStateException("the run's own model shall not write here");
            });
    return new QuestionWriters(sources, Map.of(), none);
  }

  @Override
  public void close() {
    base.close();
    tokenizer.close();
  }

  private record Text(ChatTokenizer tokenizer) implements PromptText {
    @Override
    public int[] encode(Prompt prompt) {
      return tokenizer.promptIds(prompt.messages());
    }

    @Override
    public String decode(int[] ids) {
      return tokenizer.decode(ids);
    }
  }

  /** Hears what is done, and asks to stop when some answers of a step are finished. */
  static final class Watch implements TrainListener, StopSignal {
    private final long stopAfter;
    private final int patience;
    private final boolean inValidation;
    private int sinceThen;
    final List<StepMetrics> steps = new ArrayList<>();
    long resumedAfter = -1;
    boolean measured;
    Optional<BaseScores> base = Optional.empty();
    final List<ValidationFigures> validations = new ArrayList<>();
    Optional<String> early = Optional.empty();
    Optional<BestValidation> chosen = Optional.empty();
    boolean validating;

    private Watch(long stopAfter, int patience, boolean inValidation) {
      this.stopAfter = stopAfter;
      this.patience = patience;
      this.inValidation = inValidation;
    }

    static Watch toTheEnd() {
      return new Watch(Long.MAX_VALUE, 0, false);
    }

    /** Stops as soon as {@code step} is done. */
    static Watch stopAfter(long step) {
      return new Watch(step, 0, false);
    }

    /** Stops at the fourth finished answer of the step after {@code step}. */
    static Watch stopIn(long step) {
      return new Watch(step, 3, false);
    }

    /** Stops at the second finished answer of the validation after {@code step}. */
    static Watch stopInValidation(long step) {
      return new Watch(step, 1, true);
    }

    @Override
    public boolean isAsked() {
      boolean counts = steps.size() >= stopAfter && (!inValidation || validating);
      sinceThen += counts ? 1 : 0;
      return sinceThen > patience;
    }

    @Override
    public void begins(long done, long total) {
      resumedAfter = done;
    }

    @Override
    public void measuresReference() {
      measured = true;
    }

    @Override
    public void measuredReference(BaseScores scores) {
      base = Optional.of(scores);
    }

    @Override
    public void stepped(StepMetrics metrics, long total) {
      steps.add(metrics);
    }

    @Override
    public void judgeIsDown(Outage outage) {}

    @Override
    public void judgeIsBack() {}

    @Override
    public void warns(String what) {}

    @Override
    public void validates(long step) {
      validating = true;
    }

    @Override
    public void validated(ValidationFigures figures, Selection selection, List<String> signs) {
      validating = false;
      validations.add(figures);
    }

    @Override
    public void endsEarly(String why) {
      early = Optional.of(why);
    }

    @Override
    public void chose(BestValidation best) {
      chosen = Optional.of(best);
    }

    @Override
    public void saved(long step) {}
  }
}
