package dev.rlaif.trainer.cli;

import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.evaluate.EvaluationFiles;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.run.RunModel;
import dev.rlaif.trainer.run.RunStages;
import dev.rlaif.trainer.serve.ChatServer;
import dev.rlaif.trainer.serve.ServeSettings;
import dev.rlaif.trainer.serve.ServedModel;
import dev.rlaif.trainer.serve.ServingGate;
import dev.rlaif.trainer.stage.StageFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A run's tuned model, and its base beside it, behind the OpenAI API until the process ends. */
final class Serving implements AutoCloseable {
  private final LoraPolicy policy;
  private final ChatServer server;

  private Serving(LoraPolicy policy, ChatServer server) {
    this.policy = policy;
    this.server = server;
  }

  /** Refuses a run that did not pass, unless forced. */
  static void check(Workspace workspace, ServingGate.Mode mode) {
    ServingGate.check(EvaluationFiles.report(workspace.evaluationReport()), mode);
    Path adapter = workspace.adapter();
    if (!Files.exists(adapter.resolve("adapter_config.json"))) {
      throw StageFailure.wrong(adapter + " is not there: train the run first");
    }
  }

  static Serving start(RunStages run, ServeSettings settings) {
    RunModel model = run.model();
    LoraPolicy policy = model.newPolicy();
    policy.loadAdapter(run.workspace().adapter());
    String name = name(run.plan());
    ChatServer server =
        ChatServer.start(
            List.of(
                new ServedModel(name, engine(model, policy, Adapter.ON)),
                new ServedModel(name + "-base", engine(model, policy, Adapter.OFF))),
            settings);
    return new Serving(policy, server);
  }

  /** The name that clients ask for. */
  static String name(RunPlan plan) {
    return Objects.requireNonNullElse(plan.spec().serving().modelName(), plan.name());
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
    policy.close();
  }

  private static ModelEngine engine(RunModel model, LoraPolicy policy, Adapter adapter) {
    return new ModelEngine(
        model.tokenizer(), model.generator(policy, adapter), model.base().config().positions());
  }
}
