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
import dev.rlaif.trainer.rollout.StopStrings;
import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.JsonLines;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.text.ChatTokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Answers the prompts of a file with a model, and an adapter if one is given. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    description = "Answer the prompts of a file, one JSON object a line.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class GenerateCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

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

  @Option(
      names = "--top-p",
      defaultValue = "1",
      description = "draw from the likeliest tokens of this mass; default: ${DEFAULT-VALUE}, off")
  private double topP;

  @Option(
      names = "--top-k",
      defaultValue = "0",
      description = "draw from so many of the likeliest tokens; default: ${DEFAULT-VALUE}, off")
  private int topK;

  @Option(
      names = "--repetition-penalty",
      defaultValue = "1",
      description =
          "divide the logits of tokens that are already there by this; default: ${DEFAULT-VALUE},"
              + " off")
  private double repetitionPenalty;

  @Option(
      names = "--stop",
      paramLabel = "TEXT",
      description = "a text that ends an answer; can be given several times")
  private List<String> stop = List.of();

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

  @Mixin private final DeviceOption device = new DeviceOption();
  @Spec private CommandSpec command = CommandSpec.create();

  @Option(names = "--out", required = true, description = "file to write")
  private Path out;

  @Override
  public Integer call() {
    if (maxNewTokens < 1 || batch < 1 || temperature < 0) {
      throw StageFailure.wrong(
          "--max-new-tokens and --batch must be at least 1, --temperature at least 0");
    }
    if (!(topP > 0 && topP <= 1) || topK < 0 || !(repetitionPenalty > 0)) {
      throw StageFailure.wrong(
          "--top-p must be above 0 and at most 1, --top-k at least 0, --repetition-penalty above"
              + " 0");
    }
    AtomicFile.makeFolder(out);
    List<PromptLine> lines = PromptLine.readAll(prompts);
    try (ChatTokenizer tokenizer = ChatTokenizer.open(model);
        LlamaModel base =
            LlamaModel.load(
                model, device.target(Main.environment(command)), LlamaModel.Use.INFERENCE)) {
      List<GenerationRequest> requests = new ArrayList<>();
      for (int i = 0; i < lines.size(); i++) {
        int[] ids = tokenizer.promptIds(lines.get(i).messages());
        requests.add(new GenerationRequest(i, ids, seed + i));
      }
      StopStrings stops = new StopStrings(stop, tokenizer::decode);
      write(tokenizer, answers(base, tokenizer, requests, stops));
    }
    return 0;
  }

  private List<Completion> answers(
      LlamaModel base,
      ChatTokenizer tokenizer,
      List<GenerationRequest> requests,
      StopStrings stops) {
    Sampling sampling =
        new Sampling(greedy ? 0 : temperature, topP, topK, 0, maxNewTokens, repetitionPenalty);
    int[] stopIds = tokenizer.stopIds();
    if (adapter.isEmpty()) {
      return new BatchedGenerator(base, stopIds, batch)
          .generate(requests, sampling, answer -> {}, stops.listener());
    }
    Path folder = adapter.get();
    try (LoraPolicy policy = LoraPolicy.create(base, LoraShape.read(folder), seed)) {
      policy.loadAdapter(folder);
      return new BatchedGenerator(policy, Policy.Adapter.ON, stopIds, batch)
          .generate(requests, sampling, answer -> {}, stops.listener());
    }
  }

  private void write(ChatTokenizer tokenizer, List<Completion> answers) {
    AtomicFile.write(
        out, JsonLines.text(answers.stream().map(answer -> line(tokenizer, answer)).toList()));
  }

  private static ObjectNode line(ChatTokenizer tokenizer, Completion answer) {
    ObjectNode line = JSON.createObjectNode();
    line.set("promptIds", JSON.valueToTree(answer.promptIds()));
    line.set("ids", JSON.valueToTree(answer.ids()));
    line.set("logProbs", JSON.valueToTree(answer.logProbs()));
    line.put("text", tokenizer.decode(answer.ids()));
    return line.put("finish", answer.finish().name().toLowerCase(Locale.ROOT));
  }
}
