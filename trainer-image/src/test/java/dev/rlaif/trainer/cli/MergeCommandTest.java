package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.llama.LlamaModel;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.lora.LoraShape;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class MergeCommandTest {
  @TempDir Path folder;

  @Test
  void writesAWholeModelFolder() {
    Path adapter = adapter();
    Path out = folder.resolve("merged");
    Shell shell = new Shell(folder);
    assertThat(run(shell, adapter, out, "4MB")).isZero();
    assertThat(shell.out()).contains("2 files of weights");
    assertThat(out.resolve("tokenizer.json"))
        .hasSameBinaryContentAs(Shell.MODEL.resolve("tokenizer.json"));
    assertThat(out.resolve("config.json"))
        .hasSameBinaryContentAs(Shell.MODEL.resolve("config.json"));
    try (LlamaModel merged = LlamaModel.load(out)) {
      assertThat(merged.config().vocabulary()).isPositive();
    }
    assertThat(run(shell, adapter, out, "4MB")).isEqualTo(42);
    assertThat(shell.err()).contains("is not empty");
  }

  @Test
  void refusesASizeThatIsNone() {
    Shell shell = new Shell(folder);
    assertThat(run(shell, adapter(), folder.resolve("merged"), "large")).isEqualTo(42);
    assertThat(shell.err()).contains("give a size such as 5GB");
  }

  private static int run(Shell shell, Path adapter, Path out, String shardSize) {
    return shell.run(
        "merge",
        "--model",
        Shell.MODEL.toString(),
        "--adapter",
        adapter.toString(),
        "--out",
        out.toString(),
        "--shard-size",
        shardSize);
  }

  private Path adapter() {
    Path adapter = folder.resolve("adapter");
    LoraShape shape = new LoraShape(2, 4, 0, false, List.of("q_proj", "down_proj"));
    try (LlamaModel base = LlamaModel.load(Shell.MODEL);
        LoraPolicy policy = LoraPolicy.create(base, shape, 1)) {
      policy.saveAdapter(adapter, "food-small");
    }
    return adapter;
  }
}
