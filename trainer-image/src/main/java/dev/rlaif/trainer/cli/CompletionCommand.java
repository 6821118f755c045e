package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.stage.StageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete commands, options and their values. */
@Command(
    name = "completion",
    description = {
      "Prints a script that completes commands, options and their values.",
      "  bash: source <(rlaif completion bash)",
      "  zsh:  autoload -U compinit && compinit && source <(rlaif completion zsh)"
    })
final class CompletionCommand implements Callable<Integer> {
  /** Zsh reads the script through its emulation of bash's completion. */
  private static final String ZSH = "zsh";

  private static final String BASH = "bash";

  /** What a person may type, as it is typed. */
  static final class Shells extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    Shells() {
      super(List.of(BASH, ZSH));
    }
  }

  @Parameters(
      arity = "0..1",
      defaultValue = BASH,
      completionCandidates = Shells.class,
      paramLabel = "SHELL",
      description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
  private String shell = BASH;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    var out = command.commandLine().getOut();
    if (!new Shells().contains(shell)) {
      throw StageFailure.wrong("no completion for " + shell + ": give bash or zsh");
    }
    if (shell.equals(ZSH)) {
      out.println("autoload -U +X bashcompinit && bashcompinit");
    }
    out.println(AutoComplete.bash("rlaif", command.root().commandLine()));
    out.flush();
    return 0;
  }
}
