package dev.rlaif.trainer.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.trainer.llama.LlamaModel;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.lora.LoraShape;
import dev.rlaif.trainer.lora.Policy;
import dev.rlaif.trainer.rollout.BatchedGenerator;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.text.ChatTokenizer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Answers the prompts of a file with a model, and an adapter if one is given. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    description = "Answer the prompts of a file, one JSON object a line.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class GenerateCommand implements Callable<Integer> {
  @Option(names = "--model", required = true, description = "model folder")
  private Path model;

  @Option(
      names = "--prompts",
      required = true,
      description = "file of lines {\"question\":...}, {\"messages\":[...]} or plain text")
  private Path prompts;

  @Option(names = "--adapter", description = "PEFT LoRA adapter folder")
  private Optional<Path> adapter;

  @Option(names = "--greedy", description = "always take the likeliest token")
  private boolean greedy;

  @Option(
      names = "--temperature",
      defaultValue = "1",
      description = "default: ${DEFAULT-VALUE}; 0 is greedy")
  private double temperature;

  @Option(names = "--seed", defaultValue = "0", description = "default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--max-new-tokens",
      defaultValue = "128",
      description = "default: ${DEFAULT-VALUE}")
  private int maxNewTokens;

  @Option(
      names = "--batch",
      defaultValue = "16",
      description = "answers in the making at once; default: ${DEFAULT-VALUE}")
  private int batch;

  @Option(names = "--out", required = true, description = "file to write")
  private Path out;

  @Override
  public Integer call() {
    if (maxNewTokens < 1 || batch < 1 || temperature < 0) {
      throw StageFailure.wrong(
          "--max-new-tokens and --batch must be at least 1, --temperature at least 0");
    }
    List<PromptLine> lines = PromptLine.readAll(prompts);
    try (ChatTokenizer tokenizer = ChatTokenizer.open(model);
        LlamaModel base = LlamaModel.load(model)) {
      List<GenerationRequest> requests = new ArrayList<>();
      for (int i = 0; i < lines.size(); i++) {
        int[] ids = tokenizer.promptIds(lines.get(i).messages());
        requests.add(new GenerationRequest(i, ids, seed + i));
      }
      write(tokenizer, answers(base, tokenizer, requests));
    }
    return 0;
  }

  private List<Completion> answers(
      LlamaModel base, ChatTokenizer tokenizer, List<GenerationRequest> requests) {
    Sampling sampling = Sampling.temperature(greedy ? 0 : temperature, maxNewTokens);
    int[] stopIds = tokenizer.stopIds();
    if (adapter.isEmpty()) {
      return new BatchedGenerator(base, stopIds, batch).generate(requests, sampling, answer -> {});
    }
    Path folder = adapter.get();
    try (LoraPolicy policy = LoraPolicy.create(base, LoraShape.read(folder), seed)) {
      policy.loadAdapter(folder);
      return new BatchedGenerator(policy, Policy.Adapter.ON, stopIds, batch)
          .generate(requests, sampling, answer -> {});
    }
  }

  /** Aside and then renamed, so that the file is never there in part. */
  private void write(ChatTokenizer tokenizer, List<Completion> answers) {
    ObjectMapper json = new ObjectMapper();
    Path aside = out.resolveSibling("." + out.getFileName() + ".part");
    try (BufferedWriter writer = Files.newBufferedWriter(aside)) {
      for (Completion answer : answers) {
        ObjectNode line = json.createObjectNode();
        line.set("promptIds", json.valueToTree(answer.promptIds()));
        line.set("ids", json.valueToTree(answer.ids()));
        line.set("logProbs", json.valueToTree(answer.logProbs()));
        line.put("text", tokenizer.decode(answer.ids()));
        line.put("finish", answer.finish().name().toLowerCase(Locale.ROOT));
        writer.write(line + "\n");
      }
      writer.flush();
      Files.move(aside, out, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw StageFailure.environment(out + ": cannot be written: " + e.getMessage(), e);
    }
  }
}
