package dev.rlaif.trainer.cli;

import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.page.PageServer;
import dev.rlaif.trainer.page.PageSettings;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "view",
    description =
        "Shows a run in the browser while it goes on, before it and after it: where it is, curves,"
            + " alarms, every answer, the judge's proof, the evaluation. Only reads.")
final class ViewCommand implements Callable<Integer> {
  @Mixin private final OutputOptions output = new OutputOptions();

  @Option(
      names = {"-w", "--workspace"},
      required = true,
      paramLabel = "DIR",
      description = "Folder of the run; it may begin later.")
  private Path folder = Path.of("");

  @Option(
      names = "--compare",
      paramLabel = "DIR",
      description = "Folder of a second run, whose curves and verdict stand beside the first's.")
  private @Nullable Path other;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      paramLabel = "ADDRESS",
      description =
          "Address to listen on; default: ${DEFAULT-VALUE}, this machine only. With any other,"
              + " everybody who reaches it reads every prompt and answer: there is no password.")
  private String host = "127.0.0.1";

  @Option(
      names = "--allowed-host",
      paramLabel = "NAME",
      description =
          "Name that the page may be reached by, such as a Service's; may be repeated. Addresses"
              + " and localhost always may.")
  private List<String> allowedHosts = new ArrayList<>();

  @Option(
      names = "--port",
      defaultValue = "8090",
      paramLabel = "PORT",
      description = "Port to listen on; default: ${DEFAULT-VALUE}; 0 takes a free one.")
  private int port;

  @Option(names = "--open", description = "Opens the page in this machine's browser.")
  private boolean open;

  @Spec private CommandSpec command = CommandSpec.create();

  /** The command that shows a workspace. */
  static String line(Workspace workspace) {
    return "./rlaif view --workspace " + workspace.root();
  }

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = output.terminal(command);
    Path compared = other;
    if (compared != null && !Files.isDirectory(compared)) {
      throw StageFailure.wrong("--compare " + compared + " is no folder: name a run's workspace");
    }
    var settings =
        new PageSettings(
            new Workspace(folder),
            Optional.ofNullable(compared).map(Workspace::new),
            allowedHosts,
            host,
            port);
    CountDownLatch ended = new CountDownLatch(1);
    Thread here = Thread.currentThread();
    try (PageServer server = PageServer.start(settings, Main.environment(command))) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(ended, here), "stop-viewing"));
      say(terminal, server.port());
      ended.await();
    }
    return 0;
  }

  /** The process ends when the server has, which deletes its index. */
  private static void end(CountDownLatch ended, Thread viewing) {
    ended.countDown();
    try {
      viewing.join(5000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void say(Terminal terminal, int listening) {
    boolean everywhere = List.of("0.0.0.0", "::", "[::]").contains(host);
    String url = "http://" + (everywhere ? "127.0.0.1" : host) + ":" + listening + "/";
    terminal.result(url + "  (Ctrl-C stops)");
    if (!isLoopback()) {
      terminal.result(
          "listening on "
              + host
              + ": everybody who reaches that address reads every prompt and answer, without a"
              + " password and without encryption");
    }
    if (!Files.exists(new Workspace(folder).plan())) {
      terminal.line("no run was begun in " + folder + " yet; the page will show it when it is");
    }
    if (open) {
      openBrowser(url, terminal);
    }
  }

  private boolean isLoopback() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static void openBrowser(String url, Terminal terminal) {
    boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");
    try {
      new ProcessBuilder(mac ? "open" : "xdg-open", url)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      terminal.result("no browser could be opened: open " + url + " yourself");
    }
  }
}
