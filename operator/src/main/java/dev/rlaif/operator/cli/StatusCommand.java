package dev.rlaif.operator.cli;

import dev.rlaif.api.v1alpha1.RewardJudge;
import dev.rlaif.api.v1alpha1.RlaifRun;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "status",
    description =
        "Shows the runs and judges of a cluster as kubectl does, or one of them whole, with what to"
            + " do now.")
final class StatusCommand implements Callable<Integer> {
  private static final String RUNS = "rlaifruns";
  private static final String JUDGES = "rewardjudges";
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  /** Which columns a table has. */
  enum Output {
    WIDE
  }

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "A run, or else a judge, to be shown whole.")
  private @Nullable String name;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "Default: that of the kubeconfig's context.")
  private @Nullable String namespace;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "Of all namespaces.")
  private boolean allNamespaces;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "wide",
      description = "wide: with all columns.")
  private @Nullable Output output;

  @Option(names = "--watch", description = "Shows it again whenever it changes; Ctrl-C ends.")
  private boolean watch;

  @Option(names = "--context", paramLabel = "NAME", description = "Context of the kubeconfig.")
  private @Nullable String context;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    if (name != null && allNamespaces) {
      throw CommandFailure.wrong("a name is one of a namespace: give -n NAMESPACE instead of -A");
    }
    Config config =
        new ConfigBuilder(Config.autoConfigure(context)).withRequestRetryBackoffLimit(1).build();
    try (Cluster cluster = new Cluster(new KubernetesClientBuilder().withConfig(config).build())) {
      String shown = page(cluster);
      print(shown);
      while (watch) {
        Thread.sleep(BETWEEN_LOOKS.toMillis());
        String now = page(cluster);
        if (!now.equals(shown)) {
          print("\n" + now);
        }
        shown = now;
      }
      return 0;
    }
  }

  private void print(String text) {
    PrintWriter out = command.commandLine().getOut();
    out.print(text);
    out.flush();
  }

  private String page(Cluster cluster) {
    String here = Optional.ofNullable(namespace).or(cluster::namespace).orElse("default");
    return name == null ? tables(cluster, here) : whole(cluster, here, name);
  }

  private String tables(Cluster cluster, String here) {
    Optional<String> where = allNamespaces ? Optional.empty() : Optional.of(here);
    ServerTable runs = cluster.table(RUNS, where);
    ServerTable judges = cluster.table(JUDGES, where);
    if (runs.isEmpty() && judges.isEmpty()) {
      return "No runs and no judges"
          + where.map(one -> " in namespace " + one).orElse(" in any namespace")
          + ".\n";
    }
    String text = runs.isEmpty() ? "" : text(runs);
    return judges.isEmpty() ? text : text + (text.isEmpty() ? "" : "\n") + text(judges);
  }

  private String text(ServerTable table) {
    return table.text(
        output == Output.WIDE ? ServerTable.Width.WIDE : ServerTable.Width.NORMAL,
        allNamespaces ? ServerTable.Namespaces.ALL : ServerTable.Namespaces.ONE);
  }

  private static String whole(Cluster cluster, String here, String name) {
    Clock clock = Clock.systemUTC();
    return cluster
        .object(RUNS, here, name)
        .map(run -> RunPage.of(run, clock.instant()))
        .or(() -> cluster.object(JUDGES, here, name).map(JudgePage::of))
        .orElseThrow(
            () ->
                CommandFailure.wrong(
                    "there is no "
                        + RlaifRun.KIND
                        + " and no "
                        + RewardJudge.KIND
                        + " "
                        + name
                        + " in namespace "
                        + here
                        + ": see rlaif status -A"));
  }
}
