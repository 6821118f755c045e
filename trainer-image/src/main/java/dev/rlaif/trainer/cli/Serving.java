package dev.rlaif.trainer.cli;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.evaluate.EvaluationFiles;
import dev.rlaif.trainer.kernel.ComputeTarget;
import dev.rlaif.trainer.llama.LlamaModel;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.rollout.BatchedGenerator;
import dev.rlaif.trainer.run.RunModel;
import dev.rlaif.trainer.run.RunStages;
import dev.rlaif.trainer.serve.ChatServer;
import dev.rlaif.trainer.serve.ServeSettings;
import dev.rlaif.trainer.serve.ServedModel;
import dev.rlaif.trainer.serve.ServingGate;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.text.ChatTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Models behind the OpenAI API until the process ends; they are loaded before it listens. */
final class Serving implements AutoCloseable {
  /** Answers of a model by itself in the making at once. */
  private static final int MAX_ROWS = 16;

  private final List<String> names;
  private final ChatServer server;
  private final Runnable unload;

  private Serving(List<ServedModel> models, ServeSettings settings, Runnable unload) {
    this.names = models.stream().map(ServedModel::name).toList();
    this.server = ChatServer.start(models, settings);
    this.unload = unload;
  }

  /** Refuses a run that did not pass, unless forced. */
  static void check(Workspace workspace, ServingGate.Mode mode) {
    ServingGate.check(EvaluationFiles.report(workspace.evaluationReport()), mode);
    Path adapter = workspace.adapter();
    if (!Files.exists(adapter.resolve("adapter_config.json"))) {
      throw StageFailure.wrong(adapter + " is not there: train the run first");
    }
  }

  /** A run's tuned model, and its base beside it. */
  static Serving of(RunStages run, ServeSettings settings) {
    RunModel model = run.model();
    LoraPolicy policy = model.newPolicy();
    policy.loadAdapter(run.workspace().adapter());
    String name = name(run.plan());
    return new Serving(
        List.of(
            new ServedModel(name, engine(model, policy, Adapter.ON)),
            new ServedModel(name + "-base", engine(model, policy, Adapter.OFF))),
        settings,
        policy::close);
  }

  /** A model by itself, such as a judge's. */
  static Serving of(Path folder, ComputeTarget target, String name, ServeSettings settings) {
    return StageFailure.blaming(
        Reason.MODEL_INVALID,
        () -> {
          ChatTokenizer tokenizer = ChatTokenizer.open(folder);
          LlamaModel base = LlamaModel.load(folder, target);
          var generator = new BatchedGenerator(base, tokenizer.stopIds(), MAX_ROWS);
          var engine = new ModelEngine(tokenizer, generator, base.config().positions());
          return new Serving(
              List.of(new ServedModel(name, engine)),
              settings,
              () -> {
                base.close();
                tokenizer.close();
              });
        });
  }

  /** The name that clients ask for. */
  private static String name(RunPlan plan) {
    return Objects.requireNonNullElse(plan.spec().serving().modelName(), plan.name());
  }

  /** What clients can ask for; the first is what they get if they name none. */
  List<String> names() {
    return names;
  }

  /** Says that no more requests shall be sent here; those that come are answered all the same. */
  void drain() {
    server.drain();
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
    unload.run();
  }

  private static ModelEngine engine(RunModel model, LoraPolicy policy, Adapter adapter) {
    return new ModelEngine(
        model.tokenizer(), model.generator(policy, adapter), model.base().config().positions());
  }
}
