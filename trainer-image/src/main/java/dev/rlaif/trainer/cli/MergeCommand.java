package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.lora.AdapterMerge;
import dev.rlaif.trainer.stage.StageFailure;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Adds an adapter to its base's weights. */
@Command(
    name = "merge",
    mixinStandardHelpOptions = true,
    description =
        "Write base and adapter as one model folder, which transformers and vLLM load by itself.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class MergeCommand implements Callable<Integer> {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|KB|MB|GB)");
  private static final Map<String, Long> UNITS =
      Map.of("B", 1L, "KB", 1_000L, "MB", 1_000_000L, "GB", 1_000_000_000L);

  @Spec private CommandSpec command;

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "the base")
  private Path model;

  @Option(
      names = "--adapter",
      required = true,
      paramLabel = "DIR",
      description = "PEFT LoRA adapter of that base, such as WORKSPACE/adapter")
  private Path adapter;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "a new folder")
  private Path out;

  @Option(
      names = "--shard-size",
      defaultValue = "5GB",
      description = "most of one file of weights, in B, KB, MB or GB; default: ${DEFAULT-VALUE}")
  private String shardSize;

  @Override
  public Integer call() {
    int files = new AdapterMerge(model, adapter).write(out, shardBytes());
    command
        .commandLine()
        .getOut()
        .printf("%s: merged, %d file%s of weights%n", out, files, files == 1 ? "" : "s");
    return 0;
  }

  private long shardBytes() {
    Matcher matcher = SIZE.matcher(shardSize.toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw StageFailure.wrong("--shard-size " + shardSize + ": give a size such as 5GB or 500MB");
    }
    return Math.multiplyExact(
        Long.parseLong(matcher.group(1)), Objects.requireNonNull(UNITS.get(matcher.group(2))));
  }
}
