package dev.rlaif.trainer.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.trainer.llama.LlamaModel;
import dev.rlaif.trainer.lora.ForwardPass;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.lora.LoraShape;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.rollout.BatchedGenerator;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures the engine on this machine with random tokens. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measure generation or training on this machine, one JSON object a repetition.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class BenchCommand implements Callable<Integer> {

  /** What is measured. */
  enum Kind {
    DECODE,
    TRAIN
  }

  @Spec private CommandSpec spec;

  @Parameters(index = "0", description = "decode or train")
  private String kind;

  @Option(names = "--model", required = true, description = "model folder")
  private Path model;

  @Option(names = "--batch", defaultValue = "16", description = "default: ${DEFAULT-VALUE}")
  private int batch;

  @Option(names = "--prompt-tokens", defaultValue = "32", description = "default: ${DEFAULT-VALUE}")
  private int promptTokens;

  @Option(names = "--new-tokens", defaultValue = "64", description = "default: ${DEFAULT-VALUE}")
  private int newTokens;

  @Option(
      names = "--rank",
      defaultValue = "16",
      description = "LoRA rank; 0 decodes without an adapter; default: ${DEFAULT-VALUE}")
  private int rank;

  @Option(names = "--repetitions", defaultValue = "3", description = "default: ${DEFAULT-VALUE}")
  private int repetitions;

  @Override
  public Integer call() {
    Kind wanted =
        Arrays.stream(Kind.values())
            .filter(candidate -> candidate.name().equalsIgnoreCase(kind))
            .findFirst()
            .orElseThrow(
                () -> StageFailure.wrong("bench " + kind + " is not known: decode or train"));
    if (batch < 1 || promptTokens < 1 || newTokens < 1 || repetitions < 1 || rank < 0) {
      throw StageFailure.wrong("bench: counts must be at least 1, --rank at least 0");
    }
    try (LlamaModel base = LlamaModel.load(model);
        LoraPolicy policy =
            LoraPolicy.create(base, LoraShape.allLinear(Math.max(1, rank), 16), 0)) {
      for (int repetition = 0; repetition < repetitions; repetition++) {
        long start = System.nanoTime();
        switch (wanted) {
          case DECODE -> decode(policy);
          case TRAIN -> train(policy);
        }
        report(wanted, repetition, (System.nanoTime() - start) / 1e9);
      }
    }
    return 0;
  }

  private void decode(LoraPolicy policy) {
    Random random = new Random(0);
    List<GenerationRequest> requests =
        IntStream.range(0, batch)
            .mapToObj(i -> new GenerationRequest(i, ids(random, policy, promptTokens), i))
            .toList();
    new BatchedGenerator(policy, rank == 0 ? Adapter.OFF : Adapter.ON, new int[0], batch)
        .generate(requests, new Sampling(1, 1, 0, newTokens, newTokens), answer -> {});
  }

  private void train(LoraPolicy policy) {
    Random random = new Random(0);
    List<Sequence> sequences =
        IntStream.range(0, batch)
            .mapToObj(
                i ->
                    new Sequence(ids(random, policy, promptTokens), ids(random, policy, newTokens)))
            .toList();
    double[][] gradients = new double[batch][newTokens];
    for (double[] row : gradients) {
      Arrays.setAll(row, t -> random.nextGaussian());
    }
    int size = policy.microBatchSize(promptTokens + newTokens);
    for (int start = 0; start < batch; start += size) {
      int end = Math.min(batch, start + size);
      double[][] part = Arrays.copyOfRange(gradients, start, end);
      try (ForwardPass pass = policy.forward(sequences.subList(start, end))) {
        pass.backward(part, part);
      }
    }
    policy.zeroGradients();
  }

  private static int[] ids(Random random, LoraPolicy policy, int count) {
    return random.ints(count, 0, policy.base().config().vocabulary()).toArray();
  }

  private void report(Kind measured, int repetition, double seconds) {
    int tokens = batch * (measured == Kind.DECODE ? newTokens : promptTokens + newTokens);
    int steps = measured == Kind.DECODE ? newTokens : 1;
    ObjectNode line =
        new ObjectMapper()
            .createObjectNode()
            .put("bench", measured.name().toLowerCase(Locale.ROOT))
            .put("repetition", repetition)
            .put("batch", batch)
            .put("promptTokens", promptTokens)
            .put("newTokens", newTokens)
            .put("rank", rank)
            .put("tokensPerSecond", Math.round(10 * tokens / seconds) / 10.0)
            .put("millisecondsPerStep", Math.round(1e4 * seconds / steps) / 10.0)
            .put("peakMemoryMiB", peakMemoryMib());
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  /** Peak resident memory of the process, as Linux counts it; -1 elsewhere. */
  private static long peakMemoryMib() {
    Path status = Path.of("/proc/self/status");
    try {
      return Files.exists(status)
          ? Files.readAllLines(status).stream()
              .filter(line -> line.startsWith("VmHWM:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
              .findFirst()
              .orElse(-1)
          : -1;
    } catch (IOException e) {
      return -1;
    }
  }
}
