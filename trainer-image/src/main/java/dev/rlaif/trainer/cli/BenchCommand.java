package dev.rlaif.trainer.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.trainer.kernel.Roofline;
import dev.rlaif.trainer.llama.LlamaModel;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.lora.LoraShape;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.parallel.LocalRank;
import dev.rlaif.trainer.parallel.Ranks;
import dev.rlaif.trainer.rollout.BatchedGenerator;
import dev.rlaif.trainer.rollout.Decoding;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Measures the engine on this machine with random tokens, or the table of answers; or checks a
 * device against the CPU.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description =
        "Measure generation or training on this machine, one JSON object a repetition; the memory"
            + " that loading a model takes, or the table of answers; or check that a device computes"
            + " what the CPU does.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class BenchCommand implements Callable<Integer> {

  /** What is done. */
  enum Kind {
    DECODE,
    TRAIN,
    STEP,
    CHECK,
    LOAD,
    TABLE
  }

  @Spec private CommandSpec spec;

  @Parameters(index = "0", description = "decode, train, step, check, load or table")
  private String kind;

  @Mixin private BenchOptions options;

  @Option(
      names = "--decoding",
      description = "dynamic, static or graph; default: dynamic on a CPU, graph on a GPU")
  private Optional<Decoding> decoding;

  @Override
  public Integer call() {
    Kind wanted =
        Arrays.stream(Kind.values())
            .filter(candidate -> candidate.name().equalsIgnoreCase(kind))
            .findFirst()
            .orElseThrow(
                () ->
                    StageFailure.wrong(
                        "bench "
                            + kind
                            + " is not known: decode, train, step, check, load or table"));
    options.checkCounts();
    Map<String, String> environment = Main.environment(spec);
    if (wanted == Kind.CHECK) {
      return new DeviceCheck(options, environment, this::print).passes() ? 0 : 1;
    }
    if (wanted == Kind.LOAD) {
      print(new LoadBench(options, environment).line());
      return 0;
    }
    if (wanted == Kind.TABLE) {
      new TableBench(options.repetitions()).run(this::print);
      return 0;
    }
    if (wanted == Kind.STEP) {
      steps(environment);
      return 0;
    }
    var use = wanted == Kind.DECODE ? LlamaModel.Use.INFERENCE : LlamaModel.Use.TRAINING;
    try (LlamaModel base = options.load(environment, use);
        LoraPolicy policy =
            LoraPolicy.create(base, LoraShape.allLinear(Math.max(1, options.rank()), 16), 0)) {
      Roofline roofline = Roofline.measure(base.kernels());
      BenchRun run =
          wanted == Kind.DECODE
              ? new DecodeBench(options, policy, roofline, decoding)
              : new TrainBench(options, policy, roofline);
      for (int repetition = 0; repetition < options.repetitions(); repetition++) {
        print(repeated(run, line(wanted, repetition, base, roofline), base));
      }
    }
    return 0;
  }

  private void steps(Map<String, String> environment) {
    List<LlamaModel> bases = options.loadForRanks(environment);
    LlamaModel base = bases.get(0);
    List<LocalRank> all = bases.stream().map(this::rank).toList();
    try (Ranks ranks = Ranks.of(all.get(0), all.subList(1, all.size()))) {
      var run = new StepBench(options, options.plan(), base.config().vocabulary(), ranks);
      for (int repetition = 0; repetition < options.repetitions(); repetition++) {
        print(repeated(run, line(Kind.STEP, repetition, base), base));
      }
    } finally {
      bases.stream().distinct().forEach(LlamaModel::close);
    }
  }

  private static ObjectNode repeated(BenchRun run, ObjectNode line, LlamaModel base) {
    double before = PeakMemory.processorSeconds();
    run.repeat(line);
    line.put("processorSeconds", PeakMemory.processorSeconds() - before);
    PeakMemory.add(line, base.placement());
    return line;
  }

  private LocalRank rank(LlamaModel base) {
    LoraPolicy policy =
        LoraPolicy.create(base, LoraShape.allLinear(Math.max(1, options.rank()), 16), 0);
    return new LocalRank(
        policy, new BatchedGenerator(policy, Adapter.ON, new int[0], options.batch()));
  }

  private ObjectNode line(Kind wanted, int repetition, LlamaModel base, Roofline roofline) {
    return line(wanted, repetition, base)
        .put("gigabytesPerSecond", Math.round(roofline.bytesPerSecond() / 1e9))
        .put("teraOperationsPerSecond", Math.round(roofline.operationsPerSecond() / 1e10) / 100.0);
  }

  private ObjectNode line(Kind wanted, int repetition, LlamaModel base) {
    return new ObjectMapper()
        .createObjectNode()
        .put("bench", wanted.name().toLowerCase(Locale.ROOT))
        .put("device", base.placement().toString())
        .put("repetition", repetition)
        .put("batch", options.batch())
        .put("promptTokens", options.promptTokens())
        .put("newTokens", options.newTokens())
        .put("rank", options.rank());
  }

  private void print(ObjectNode line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
