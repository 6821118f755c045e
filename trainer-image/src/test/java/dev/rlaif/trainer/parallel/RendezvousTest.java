package dev.rlaif.trainer.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rlaif.trainer.lora.MicroLoss;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.lora.Policy.Group;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.lora.TokenScores;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.stage.Stopped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ranks of two nodes, each a thread here, over real sockets of this machine. */
@Timeout(120)
class RendezvousTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  @TempDir private Path folder;
  private final LinearRank first = new LinearRank();
  private final LinearRank second = new LinearRank();
  private final LinearRank third = new LinearRank();
  private final int port = freePort();

  @Test
  void ranksOfAnotherNodeShareTheWork() {
    first.setParameters(Group.LORA, new float[] {0.5f});
    CompletableFuture<Void> node = follows(StopSignal.NEVER, "plan", second, third);
    RemoteRanks others = lead("plan", StopSignal.NEVER);
    Ranks ranks = Ranks.of(LinearRank.of(first), others.ranks());
    assertThat(second.parameters(Group.LORA)).as("begins with rank 0's").containsExactly(0.5f);

    List<Completion> answers = generate(ranks);
    assertThat(answers).extracting(Completion::index).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(answers.get(4).ids()).containsExactly(104, 9);
    assertThat(answers.get(4).logProbs()).containsExactly(0.7f, 3);

    ranks.policy().setParameters(Group.LORA, new float[] {2});
    TokenScores scores = ranks.policy().score(sequences(3), Adapter.ON);
    assertThat(scores.logProbs()).isDeepEqualTo(new float[][] {{2}, {4}, {6}});

    ranks.policy().zeroGradients();
    ranks
        .policy()
        .backward(List.of(sequences(1), sequences(2), sequences(3), sequences(1)), loss());
    assertThat(ranks.policy().gradients(Group.LORA)[0]).isEqualTo(1 + 5 + 14 + 1);
    assertThat(ranks.policy().gradients(Group.VALUE_HEAD)[0]).isEqualTo(0 + 2 + 6 + 3);
    assertThat(second.calls).contains("generate 2", "backward 2");
    assertThat(third.calls).contains("generate 3", "backward 3");

    others.release();
    ranks.close();
    node.join();
    assertThat(second.calls).endsWith("closed");
  }

  @Test
  void aLostRankIsNoticed() {
    AtomicBoolean stopped = new AtomicBoolean();
    CompletableFuture<Void> node = follows(stopped::get, "plan", second, third);
    Ranks ranks = Ranks.of(LinearRank.of(first), lead("plan", StopSignal.NEVER).ranks());
    stopped.set(true);
    assertThat(catchThrowable(node::join)).hasRootCauseInstanceOf(Stopped.class);

    assertThatThrownBy(() -> generate(ranks))
        .isInstanceOf(RankLost.class)
        .hasMessageContaining("rank 1");
    ranks.close();
  }

  @Test
  void aRankThatHasToStopFinishesTheUpdate() {
    AtomicBoolean stopped = new AtomicBoolean();
    CompletableFuture<Void> node = follows(stopped::get, "plan", second, third);
    Ranks ranks = Ranks.of(LinearRank.of(first), lead("plan", StopSignal.NEVER).ranks());
    List<List<Sequence>> microBatches = List.of(sequences(1), sequences(2), sequences(3));
    ranks.policy().backward(microBatches, loss());
    stopped.set(true);
    ranks.policy().setParameters(Group.LORA, new float[] {3});
    ranks.policy().backward(microBatches, loss());
    ranks.policy().setParameters(Group.LORA, new float[] {4});
    assertThat(third.parameters(Group.LORA)).containsExactly(4);
    assertThat(node).isNotDone();

    assertThatThrownBy(() -> generate(ranks)).isInstanceOf(RankLost.class);
    assertThat(catchThrowable(node::join)).hasRootCauseInstanceOf(Stopped.class);
    ranks.close();
  }

  @Test
  void whoeverFollowsNoticesThatTheOneWhoLeadsIsGone() {
    CompletableFuture<Void> node = follows(StopSignal.NEVER, "plan", second, third);
    Ranks.of(LinearRank.of(first), lead("plan", StopSignal.NEVER).ranks()).close();
    assertThat(catchThrowable(node::join)).hasRootCauseInstanceOf(IOException.class);
    assertThat(catchThrowable(node::join).getCause())
        .isInstanceOf(RankLost.class)
        .hasMessageContaining("rank 0 was lost");
  }

  @Test
  void whatARankFailsOfFailsTheStage() {
    follows(StopSignal.NEVER, "plan", second, third);
    Ranks ranks = Ranks.of(LinearRank.of(first), lead("plan", StopSignal.NEVER).ranks());
    assertThatThrownBy(() -> ranks.policy().backward(List.of(sequences(1), List.of()), loss()))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("rank 1: ");
    ranks.close();
  }

  @Test
  void strangersAreSentAwayAndOthersStillCome() throws IOException {
    CompletableFuture<RemoteRanks> leader =
        CompletableFuture.supplyAsync(() -> lead("plan", StopSignal.NEVER));
    while (Secret.read(secret()).isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret())))
        .isEqualTo("rw-------");
    talk("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    talk(new byte[] {0, 0, 0, 0, 1});
    try (Wire wire = new Wire(new Socket(HERE, port), "leader")) {
      assertThatThrownBy(() -> Handshake.introduce(wire, new byte[32], 1, "any", StopSignal.NEVER))
          .isInstanceOf(RankLost.class);
    }
    CompletableFuture<Void> node = follows(StopSignal.NEVER, "plan", second, third);
    RemoteRanks others = leader.join();
    others.release();
    node.join();
    assertThat(others.ranks()).hasSize(2);
  }

  @Test
  void anotherPlanIsRefusedOnBothSides() {
    CompletableFuture<Void> node = follows(StopSignal.NEVER, "other", second, third);
    assertThatThrownBy(() -> lead("plan", StopSignal.NEVER))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll("plan other", "rank 0 has 3 ranks, plan plan", "same workspace");
    assertThat(catchThrowable(node::join).getCause()).isInstanceOf(RuntimeException.class);
  }

  @Test
  void waitsNoLongerThanItHasPatience() {
    assertThatThrownBy(
            () ->
                new Rendezvous(terms("plan", Duration.ofMillis(1)), StopSignal.NEVER).lead(HERE, 1))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("of 3 ranks [1, 2] did not come");
    assertThatThrownBy(
            () ->
                new Rendezvous(terms("plan", Duration.ofMillis(1)), StopSignal.NEVER)
                    .serve(1, List.of(LinearRank.of(second)), () -> false, failure -> known()))
        .hasMessageContaining("rank 0 was not found at 127.0.0.1 port " + port);
  }

  /** A node whose pod came again after the training was over. */
  @Test
  void doesNotWaitForWhatIsOver() {
    new Rendezvous(terms("plan", Duration.ofMinutes(1)), StopSignal.NEVER)
        .serve(1, List.of(LinearRank.of(second)), () -> true, failure -> known());
    assertThat(second.calls).containsExactly("closed");
  }

  private void talk(byte[] words) throws IOException {
    try (Socket stranger = new Socket(HERE, port)) {
      stranger.getOutputStream().write(words);
      stranger.getOutputStream().flush();
      assertThat(stranger.getInputStream().readAllBytes()).isEmpty();
    }
  }

  private static List<Completion> generate(Ranks ranks) {
    List<GenerationRequest> requests =
        IntStream.range(0, 7)
            .mapToObj(i -> new GenerationRequest(i, new int[] {i, 1}, 100 + i))
            .toList();
    List<Integer> finished = new ArrayList<>();
    List<Completion> answers =
        ranks
            .generator()
            .generate(
                requests,
                new Sampling(0.7f, 1, 3, 0, 9),
                completion -> finished.add(completion.index()));
    assertThat(finished).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
    return answers;
  }

  /** Sequence b has the response b + 1. */
  private static List<Sequence> sequences(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(id -> new Sequence(new int[] {7}, new int[] {id}))
        .toList();
  }

  /** Of sequence b: dLoss/dlogProb b + 1, dLoss/dvalue the number of the micro-batch. */
  private static MicroLoss loss() {
    return (index, now) -> {
      double[][] ofLogProbs = new double[now.logProbs().length][];
      double[][] ofValues = new double[ofLogProbs.length][];
      for (int b = 0; b < ofLogProbs.length; b++) {
        ofLogProbs[b] = new double[] {b + 1};
        ofValues[b] = new double[] {index};
      }
      return new MicroLoss.Gradients(ofLogProbs, ofValues);
    };
  }

  private RemoteRanks lead(String plan, StopSignal stop) {
    return new Rendezvous(terms(plan, Duration.ofMinutes(1)), stop).lead(HERE, 1);
  }

  private CompletableFuture<Void> follows(StopSignal stop, String plan, LinearRank... ranks) {
    var rendezvous = new Rendezvous(terms(plan, Duration.ofMinutes(1)), stop);
    List<LocalRank> local = Arrays.stream(ranks).map(LinearRank::of).toList();
    return CompletableFuture.runAsync(
        () ->
            rendezvous.serve(
                1,
                local,
                () -> false,
                failure ->
                    failure instanceof Stopped
                        ? StageFailure.interrupted("stopped")
                        : StageFailure.environment("broke: " + failure, failure)));
  }

  private static StageFailure known() {
    return StageFailure.wrong("never asked for");
  }

  private RendezvousTerms terms(String plan, Duration patience) {
    return new RendezvousTerms("127.0.0.1", port, 3, plan, "model", secret(), patience);
  }

  private Path secret() {
    return folder.resolve("train").resolve("ranks.secret");
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, HERE)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
