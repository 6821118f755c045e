package dev.rlaif.trainer.cli;

import dev.rlaif.plan.PlanJson;
import dev.rlaif.plan.PlanText;
import dev.rlaif.plan.RunPlan;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "plan",
    description =
        "Prints what a run would do, with every default filled in, or all problems; with"
            + " --kubernetes, its objects on a cluster.")
final class PlanCommand implements Callable<Integer> {
  @Mixin private final DocumentOptions documents = new DocumentOptions();

  @Option(names = "--json", description = "Prints the plan as JSON.")
  private boolean json;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    RunPlan plan = documents.run();
    PrintWriter out = command.commandLine().getOut();
    out.print(json ? PlanJson.writePretty(plan) : PlanText.of(plan));
    out.flush();
    return 0;
  }
}
