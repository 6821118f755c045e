package dev.rlaif.trainer.cli;

import ai.djl.ndarray.NDManager;
import dev.rlaif.trainer.kernel.PackedAdapter;
import dev.rlaif.trainer.llama.LlamaModel;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.rollout.LiveBatch;
import dev.rlaif.trainer.rollout.LiveRequest;
import dev.rlaif.trainer.serve.AnswerEngine;
import dev.rlaif.trainer.serve.ServedModel;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.text.ChatTokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A base and adapters of it, each under a name. */
final class ServedAdapters implements AutoCloseable {
  private final LlamaModel base;
  private final List<LoraPolicy> policies = new ArrayList<>();
  private final List<ServedModel> models = new ArrayList<>();

  ServedAdapters(LlamaModel base) {
    this.base = base;
  }

  void addBase(String name) {
    named(name, LiveRequest.BASE);
  }

  /** Adds an adapter, and closes it in the end. */
  void add(String name, LoraPolicy policy) {
    named(name, policies.size());
    policies.add(policy);
  }

  /** Adds an adapter of PEFT's format. */
  void open(String name, Path folder) {
    add(name, LoraPolicy.open(base, folder));
  }

  List<ServedModel> models() {
    return List.copyOf(models);
  }

  AnswerEngine engine(ChatTokenizer tokenizer) {
    List<LoraPolicy> all = List.copyOf(policies);
    return new ModelEngine(
        tokenizer,
        (rows, prefixBytes) ->
            new LiveBatch(
                base,
                all.stream().map(ServedAdapters::packed).toList(),
                tokenizer.stopIds(),
                rows,
                prefixBytes),
        base.config().positions());
  }

  @Override
  public void close() {
    policies.forEach(LoraPolicy::close);
  }

  private static Function<NDManager, PackedAdapter> packed(LoraPolicy policy) {
    return scope -> policy.pack(scope, Adapter.ON);
  }

  private void named(String name, int adapter) {
    if (models.stream().anyMatch(model -> model.name().equals(name))) {
      throw StageFailure.wrong(
          "serving: two models are called " + name + ": give --adapter another name");
    }
    models.add(new ServedModel(name, adapter));
  }
}
