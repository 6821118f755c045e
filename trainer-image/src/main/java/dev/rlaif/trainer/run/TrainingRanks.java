package dev.rlaif.trainer.run;

import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.parallel.LocalRank;
import dev.rlaif.trainer.parallel.Rank;
import dev.rlaif.trainer.parallel.Ranks;
import dev.rlaif.trainer.parallel.RemoteRanks;
import dev.rlaif.trainer.parallel.Rendezvous;
import dev.rlaif.trainer.parallel.RendezvousTerms;
import dev.rlaif.trainer.stage.StopSignal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Who trains a run: the ranks of this process and, of several nodes, those of the others.
 *
 * @param ranks as one
 */
record TrainingRanks(Ranks ranks, RemoteRanks others) implements AutoCloseable {
  /** Pods of one Job start as far apart as their images are pulled and their nodes made. */
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  /** What ranks have to know of the stage that they train in. */
  record Stage(
      RunPlan plan,
      Workspace workspace,
      Map<String, String> environment,
      RunModel model,
      Progress progress,
      StopSignal stop) {

    private Nodes nodes() {
      return Nodes.of(environment, plan);
    }

    private int local() {
      return LocalRanks.count(environment, plan, model.base().placement());
    }

    private Rendezvous rendezvous() {
      Nodes nodes = nodes();
      return new Rendezvous(
          new RendezvousTerms(
              nodes.host(),
              nodes.port(),
              nodes.count() * local(),
              plan.hash(),
              model.fingerprint(),
              workspace.ranksSecret(),
              PATIENCE),
          stop);
    }
  }

  /** Has all ranks together, this process leading. */
  static TrainingRanks lead(Stage stage) {
    Nodes nodes = stage.nodes();
    int local = stage.local();
    RemoteRanks others = RemoteRanks.NONE;
    if (nodes.count() > 1) {
      stage.progress.notes("waiting for the ranks of %d nodes".formatted(nodes.count()));
      others = stage.rendezvous().lead(address(nodes), local);
    }
    if (local * nodes.count() > 1) {
      stage.progress.notes(
          "%d ranks train together, %d of them here, on %s"
              .formatted(local * nodes.count(), local, stage.model.base().placement()));
    }
    List<LocalRank> here = stage.model.ranks(local, stage.stop);
    List<Rank> rest = new ArrayList<>(here.subList(1, local));
    rest.addAll(others.ranks());
    return new TrainingRanks(Ranks.of(here.get(0), rest), others);
  }

  /**
   * Does what the first node says, until all is done.
   *
   * @param isOver whether there is nothing left to do
   */
  static void follow(Stage stage, BooleanSupplier isOver) {
    Nodes nodes = stage.nodes();
    int local = stage.local();
    stage.progress.notes(
        "rank %d of %d, led from %s"
            .formatted(nodes.index() * local, nodes.count() * local, nodes.host()));
    stage
        .rendezvous()
        .serve(nodes.index() * local, stage.model.ranks(local, stage.stop), isOver, Failures::of);
  }

  /** Tells the other nodes that all is done and kept. */
  void release() {
    others.release();
  }

  /** A name of this machine alone is listened on alone; a pod listens on whatever it has. */
  private static InetAddress address(Nodes nodes) {
    InetAddress named = new InetSocketAddress(nodes.host(), 0).getAddress();
    return named != null && named.isLoopbackAddress()
        ? named
        : new InetSocketAddress(0).getAddress();
  }

  @Override
  public void close() {
    ranks.close();
  }
}
