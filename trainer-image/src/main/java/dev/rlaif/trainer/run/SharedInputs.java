package dev.rlaif.trainer.run;

import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What variants of one run have in common: prompts, the judge's proof and scores, a downloaded
 * model. Copied where it may be added to, linked where it is only read; what does not fit another
 * plan is noticed by its own inputs and made anew.
 */
public final class SharedInputs {
  private SharedInputs() {}

  /** Gives a workspace what another has and it lacks. */
  public static void give(Workspace from, Workspace to, RunPlan plan) {
    try {
      Files.createDirectories(to.root());
      copy(from.prompts(), to.prompts());
      copy(from.judge(plan.judge().name()), to.judge(plan.judge().name()));
      if (plan.evaluationJudge().isPresent()) {
        String second = plan.evaluationJudge().get().name();
        copy(from.judge(second), to.judge(second));
      }
      if (Files.exists(from.model()) && !Files.exists(to.model())) {
        Files.createSymbolicLink(to.model(), from.model().toRealPath());
      }
    } catch (IOException e) {
      throw StageFailure.environment(
          to.root() + " cannot be given what " + from.root() + " has: " + e, e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    if (!Files.isDirectory(from) || Files.exists(to)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(from)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path target = to.resolve(from.relativize(file));
      Files.createDirectories(target.resolveSibling(""));
      Files.copy(file, target);
    }
  }
}
