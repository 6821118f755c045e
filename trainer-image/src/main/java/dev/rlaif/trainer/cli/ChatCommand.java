package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.chat.ApiKey;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.run.RunModel;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "chat",
    description = {
      "Talks to base and tuned model of a run side by side, or to models behind an OpenAI API.",
      "A line is a question; " + ChatSession.HELP + "."
    })
final class ChatCommand implements Callable<Integer> {
  @Mixin private final RunSelection selection = new RunSelection();
  @Mixin private final DeviceOption device = new DeviceOption();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Base of an OpenAI API, such as http://127.0.0.1:8000/v1, instead of a run.")
  private Optional<String> url = Optional.empty();

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description =
          "Model of --url; may be repeated. Default: the first one there, with its NAME-base.")
  private List<String> models = List.of();

  @Option(
      names = "--key-secret",
      paramLabel = "NAME",
      description =
          "The key of --url is in the variable RLAIF_SECRET_NAME_TOKEN, or the file of that secret.")
  private Optional<String> keySecret = Optional.empty();

  @Option(
      names = "--temperature",
      defaultValue = "0.7",
      paramLabel = "X",
      description = "Default: ${DEFAULT-VALUE}; 0 takes the likeliest token each time.")
  private double temperature;

  @Option(
      names = "--max-new-tokens",
      defaultValue = "256",
      paramLabel = "N",
      description =
          "Of an answer; default: ${DEFAULT-VALUE}, at most half of what the model takes.")
  private int maxNewTokens;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "The same seed draws the same answers; default: ${DEFAULT-VALUE}.")
  private long seed;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    if (temperature < 0 || temperature > 2 || maxNewTokens < 1) {
      throw StageFailure.wrong("--temperature is from 0 to 2, --max-new-tokens at least 1");
    }
    Terminal terminal = output.terminal(command);
    return url.map(base -> ofEndpoint(base.replaceFirst("/+$", ""), terminal))
        .orElseGet(() -> ofRun(terminal));
  }

  private int ofEndpoint(String base, Terminal terminal) {
    Map<String, String> environment = Main.environment(command);
    ApiKey key =
        keySecret.map(name -> ApiKey.secret(name, "token", environment)).orElse(ApiKey.none());
    // An answer may be long in coming; the connection alone must not be.
    var http = new OkHttpClient.Builder().readTimeout(Duration.ofMinutes(5)).build();
    try {
      List<String> named = models.isEmpty() ? pair(EndpointSide.models(http, base, key)) : models;
      List<ChatSide> sides =
          named.stream().<ChatSide>map(name -> new EndpointSide(http, base, name, key)).toList();
      return talk(sides, maxNewTokens, terminal);
    } finally {
      http.dispatcher().executorService().shutdown();
      http.connectionPool().evictAll();
    }
  }

  /** The base first, as before and after are read. */
  private static List<String> pair(List<String> there) {
    String first = there.get(0);
    String base = first + "-base";
    return there.contains(base) ? List.of(base, first) : List.of(first);
  }

  private int ofRun(Terminal terminal) {
    try (LocalRun run =
        new LocalRun(selection.find(), device.in(Main.environment(command)), terminal)) {
      var adapter = run.stages().workspace().adapter();
      if (!Files.exists(adapter.resolve("adapter_config.json"))) {
        throw StageFailure.wrong(adapter + " is not there: train the run first");
      }
      RunModel model = run.stages().model();
      try (LoraPolicy policy = model.newPolicy()) {
        policy.loadAdapter(adapter);
        int context = model.base().config().positions();
        List<ChatSide> sides =
            List.of(
                side("base", model, policy, Adapter.OFF), side("tuned", model, policy, Adapter.ON));
        return talk(sides, Math.min(maxNewTokens, context / 2), terminal);
      }
    }
  }

  private static ChatSide side(String name, RunModel model, LoraPolicy policy, Adapter adapter) {
    return new LocalSide(
        name,
        model.tokenizer(),
        model.generator(policy, adapter),
        model.base().config().positions());
  }

  private int talk(List<ChatSide> sides, int longest, Terminal terminal) {
    var out = command.commandLine().getOut();
    Terminal.Kind kind = terminal.isInteractive() ? Terminal.Kind.INTERACTIVE : Terminal.Kind.PLAIN;
    var screen = new ChatScreen(out, kind, terminal.columns());
    var session = new ChatSession(sides, screen, new ChatSide.Drawing(temperature, longest, seed));
    if (terminal.isInteractive()) {
      terminal.line(ChatSession.HELP);
    }
    try (BufferedReader in = Main.input(command)) {
      String line = ask(in, terminal);
      while (line != null && session.take(line)) {
        line = ask(in, terminal);
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable String ask(BufferedReader in, Terminal terminal) throws IOException {
    if (terminal.isInteractive()) {
      command.commandLine().getOut().print("> ");
      command.commandLine().getOut().flush();
    }
    return in.readLine();
  }
}
