package dev.rlaif.trainer.cli;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.evaluate.EvaluationFiles;
import dev.rlaif.trainer.kernel.ComputeTarget;
import dev.rlaif.trainer.llama.LlamaModel;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.run.RunModel;
import dev.rlaif.trainer.run.RunStages;
import dev.rlaif.trainer.serve.AnswerEngine;
import dev.rlaif.trainer.serve.ChatServer;
import dev.rlaif.trainer.serve.ServeSettings;
import dev.rlaif.trainer.serve.ServedModel;
import dev.rlaif.trainer.serve.ServingGate;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.text.ChatTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Models behind the OpenAI API until the process ends; they are loaded before it listens. */
final class Serving implements AutoCloseable {
  private final List<String> names;
  private final ChatServer server;
  private final Runnable unload;

  private Serving(
      AnswerEngine engine, List<ServedModel> models, ServeSettings settings, Runnable unload) {
    this.names = models.stream().map(ServedModel::name).toList();
    this.server = ChatServer.start(engine, models, settings);
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

  /**
   * A run's tuned model, its base beside it, and further adapters of that base.
   *
   * @param more folders by the names that clients ask for
   */
  static Serving of(RunStages run, Map<String, Path> more, ServeSettings settings) {
    RunModel model = run.model();
    LoraPolicy tuned = model.newPolicy();
    tuned.loadAdapter(run.workspace().adapter());
    String name = name(run.plan());
    var adapters = new ServedAdapters(model.base());
    adapters.add(name, tuned);
    adapters.addBase(name + "-base");
    more.forEach(adapters::open);
    return new Serving(
        adapters.engine(model.tokenizer()), adapters.models(), settings, adapters::close);
  }

  /** A model by itself, such as a judge's, and adapters of it. */
  static Serving of(
      Path folder,
      ComputeTarget target,
      String name,
      Map<String, Path> more,
      ServeSettings settings) {
    return StageFailure.blaming(
        Reason.MODEL_INVALID,
        () -> {
          ChatTokenizer tokenizer = ChatTokenizer.open(folder);
          LlamaModel base = LlamaModel.load(folder, target, LlamaModel.Use.INFERENCE);
          var adapters = new ServedAdapters(base);
          adapters.addBase(name);
          more.forEach(adapters::open);
          return new Serving(
              adapters.engine(tokenizer),
              adapters.models(),
              settings,
              () -> {
                adapters.close();
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
}
