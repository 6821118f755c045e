package dev.rlaif.trainer.parallel;

import dev.rlaif.trainer.stage.StopSignal;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Frames over a socket, in order: length (int), kind (byte), body. Each side says every few seconds
 * that it is alive, so that silence means that the other one is gone, however long its work takes.
 */
final class Wire implements AutoCloseable {
  /** Of what a stranger may send before it is known. */
  static final int SMALL = 4096;

  private static final int ALIVE_SECONDS = 5;
  private static final int SILENCE_MILLIS = 60_000;

  /** Of one that has not said yet who it is: it keeps others waiting. */
  private static final int STRANGER_MILLIS = 5_000;

  private static final int LOOK_MILLIS = 250;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final ScheduledExecutorService alive;
  private volatile String peer;
  private volatile int silenceMillis = STRANGER_MILLIS;

  /**
   * @param peer what the other side is called in messages
   */
  Wire(Socket socket, String peer) {
    this.peer = peer;
    this.socket = socket;
    try {
      socket.setTcpNoDelay(true);
      this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
      this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
    } catch (IOException e) {
      throw new RankLost(peer, e);
    }
    this.alive =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "alive");
              thread.setDaemon(true);
              return thread;
            });
  }

  String peer() {
    return peer;
  }

  /** The other side is known now, and from now on it hears that this one is alive. */
  void keepAlive(String name) {
    peer = name;
    silenceMillis = SILENCE_MILLIS;
    alive.scheduleWithFixedDelay(
        () -> send(Frame.Kind.ALIVE, new byte[0]), ALIVE_SECONDS, ALIVE_SECONDS, TimeUnit.SECONDS);
  }

  void send(Frame.Kind kind, byte[] body) {
    try {
      synchronized (out) {
        out.writeInt(body.length);
        out.writeByte(kind.ordinal());
        out.write(body);
        out.flush();
      }
    } catch (IOException e) {
      throw new RankLost(peer, e);
    }
  }

  /**
   * The next frame that is not of a kind that only keeps alive.
   *
   * @throws RankLost the other side is gone, or silent for a minute
   * @throws dev.rlaif.trainer.stage.Stopped asked to stop before a frame came
   */
  Frame receive(StopSignal stop) {
    return receive(stop, Integer.MAX_VALUE);
  }

  /** As {@link #receive(StopSignal)}, of frames that are no longer than this many bytes. */
  Frame receive(StopSignal stop, int longest) {
    try {
      Frame frame = next(stop, longest);
      while (frame.kind() == Frame.Kind.ALIVE) {
        frame = next(stop, longest);
      }
      return frame;
    } catch (IOException e) {
      throw new RankLost(peer, e);
    }
  }

  private Frame next(StopSignal stop, int longest) throws IOException {
    int first = awaitByte(stop);
    socket.setSoTimeout(silenceMillis);
    int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int kind = in.readUnsignedByte();
    if (length < 0 || length > longest || kind >= Frame.Kind.values().length) {
      throw new IOException("what it says is not of this protocol");
    }
    byte[] body = new byte[length];
    in.readFully(body);
    return new Frame(Frame.Kind.values()[kind], body);
  }

  /** Waits in short spells, between which somebody may ask to stop. */
  private int awaitByte(StopSignal stop) throws IOException {
    socket.setSoTimeout(LOOK_MILLIS);
    for (int waited = 0; waited < silenceMillis; waited += LOOK_MILLIS) {
      stop.check();
      try {
        int first = in.read();
        if (first < 0) {
          throw new EOFException("it closed the connection");
        }
        return first;
      } catch (SocketTimeoutException notYet) {
        continue;
      }
    }
    throw new IOException("it was silent for " + silenceMillis / 1000 + " s");
  }

  @Override
  public void close() {
    alive.shutdownNow();
    try {
      socket.close();
    } catch (IOException e) {
      throw new RankLost(peer, e);
    }
  }
}
