package dev.rlaif.trainer.parallel;

import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.stage.Stopped;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.BufferUnderflowException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where ranks of several processes meet: those that join look for the one that leads. */
public final class Rendezvous {
  private static final Logger LOG = LoggerFactory.getLogger(Rendezvous.class);
  private static final int LOOK_MILLIS = 250;
  private static final int CONNECT_MILLIS = 5000;
  private static final int BETWEEN_TRIES_MILLIS = 500;

  private final RendezvousTerms terms;
  private final StopSignal stop;

  public Rendezvous(RendezvousTerms terms, StopSignal stop) {
    this.terms = terms;
    this.stop = stop;
  }

  /**
   * Waits as rank 0 for all others.
   *
   * @param address to listen on
   * @param local ranks of this process, which need not come
   * @return the others in order
   * @throws StageFailure not all came in time, or one was refused
   */
  public RemoteRanks lead(InetAddress address, int local) {
    byte[] secret = Secret.make(terms.secret());
    Map<Integer, Wire> joined = new TreeMap<>();
    long deadline = System.nanoTime() + terms.patience().toNanos();
    try (ServerSocket door = new ServerSocket()) {
      door.setReuseAddress(true);
      door.bind(new InetSocketAddress(address, terms.port()));
      door.setSoTimeout(LOOK_MILLIS);
      while (joined.size() < terms.world() - local) {
        stop.check();
        if (System.nanoTime() > deadline) {
          throw tooLate(local, joined);
        }
        admit(door, secret, local, joined);
      }
    } catch (IOException e) {
      close(joined);
      throw StageFailure.environment(
          "cannot listen on port " + terms.port() + " for the other ranks: " + e, e);
    } catch (RuntimeException failed) {
      close(joined);
      throw failed;
    }
    return new RemoteRanks(
        joined.values().stream().map(wire -> new RemoteRank(wire, stop)).toList());
  }

  private void admit(ServerSocket door, byte[] secret, int local, Map<Integer, Wire> joined)
      throws IOException {
    Socket socket;
    try {
      socket = door.accept();
    } catch (SocketTimeoutException nobodyYet) {
      return;
    }
    Wire wire = new Wire(socket, "a rank at " + socket.getInetAddress().getHostAddress());
    try {
      var known = Handshake.receive(wire, secret, stop);
      if (known.isEmpty()) {
        LOG.warn("{} does not hold this run's secret and was sent away", wire.peer());
        wire.close();
        return;
      }
      join(known.get(), socket, wire, local, joined);
    } catch (RankLost | BufferUnderflowException | IllegalStateException gone) {
      LOG.warn("{} went away while it joined: {}", wire.peer(), gone.getMessage());
      wire.close();
    }
  }

  private void join(
      Handshake.Joined who, Socket socket, Wire known, int local, Map<Integer, Wire> joined) {
    if (!who.terms().equals(terms.text()) || who.rank() < local || who.rank() >= terms.world()) {
      String why =
          "rank %d has %s, but rank 0 has %s: all pods must mount the same workspace and run the"
              + " same image";
      String refusal = why.formatted(who.rank(), who.terms(), terms.text());
      known.send(Frame.Kind.REFUSED, new Bytes().put(refusal).all());
      throw StageFailure.wrong(refusal);
    }
    known.send(Frame.Kind.WELCOME, new byte[0]);
    known.keepAlive("rank " + who.rank());
    Wire before = joined.put(who.rank(), known);
    if (before != null) {
      before.close();
    }
    LOG.info("rank {} joined from {}", who.rank(), socket.getInetAddress().getHostAddress());
  }

  private StageFailure tooLate(int local, Map<Integer, Wire> joined) {
    List<Integer> missing =
        IntStream.range(local, terms.world())
            .filter(rank -> !joined.containsKey(rank))
            .boxed()
            .toList();
    return new StageFailure(
        StageFailure.Exit.ENVIRONMENT,
        "of %d ranks %s did not come within %d s: look at their pods, or lower spec.training.nodes"
            .formatted(terms.world(), missing, terms.patience().toSeconds()));
  }

  private static void close(Map<Integer, Wire> wires) {
    wires.values().forEach(Wire::close);
  }

  /**
   * Joins as ranks above 0, as soon as the one that leads is there, and does what they are told
   * until all is done.
   *
   * @param first number of the first of these ranks
   * @param isOver whether there is nothing left to join; asked now and then
   * @param failures makes a failure with a reason of whatever is thrown
   * @throws StageFailure rank 0 was not there in time, or refuses
   * @throws RankLost rank 0 is gone
   */
  public void serve(
      int first,
      List<LocalRank> ranks,
      BooleanSupplier isOver,
      Function<Throwable, StageFailure> failures) {
    try (RankThreads threads = new RankThreads(ranks)) {
      threads.onEach(
          (number, rank) -> {
            join(first + number, isOver)
                .ifPresent(wire -> new ServedRank(wire, rank, stop).serve(failures));
            return number;
          });
    }
  }

  private Optional<Wire> join(int number, BooleanSupplier isOver) {
    long deadline = System.nanoTime() + terms.patience().toNanos();
    String why = "its secret is not in the workspace yet";
    while (System.nanoTime() < deadline) {
      stop.check();
      if (isOver.getAsBoolean()) {
        return Optional.empty();
      }
      var secret = Secret.read(terms.secret());
      if (secret.isPresent()) {
        try {
          return Optional.of(meet(number, secret.get()));
        } catch (IOException | RankLost notYet) {
          why = String.valueOf(notYet.getMessage());
        }
      }
      pause();
    }
    throw new StageFailure(
        StageFailure.Exit.ENVIRONMENT,
        "rank 0 was not found at %s port %d within %d s (%s): look at its pod"
            .formatted(terms.host(), terms.port(), terms.patience().toSeconds(), why));
  }

  private Wire meet(int number, byte[] secret) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(terms.host(), terms.port()), CONNECT_MILLIS);
    Wire wire = new Wire(socket, "rank 0");
    try {
      Handshake.introduce(wire, secret, number, terms.text(), stop);
      wire.keepAlive("rank 0");
      return wire;
    } catch (RuntimeException refused) {
      wire.close();
      throw refused;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_TRIES_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped();
    }
  }
}
