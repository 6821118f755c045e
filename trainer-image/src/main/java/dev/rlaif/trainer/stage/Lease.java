package dev.rlaif.trainer.stage;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a process that works in a folder leaves there, again and again, for readers that cannot see
 * the process: those of other machines and of other containers.
 *
 * @param process number on its host
 * @param host name of the machine, on a cluster of the pod
 * @param beat grows as long as the process lives
 */
public record Lease(long process, String host, long beat) {

  /** Of this process. */
  static Lease ofThisProcess(long beat) {
    return new Lease(ProcessHandle.current().pid(), hostName(), beat);
  }

  /** As the holder left it; empty where nobody did, or where it is just being taken away. */
  public static Optional<Lease> read(Path file) {
    try {
      return JsonLines.log(file).stream().map(line -> line.as(Lease.class)).findFirst();
    } catch (StageFailure unreadable) {
      return Optional.empty();
    }
  }

  void write(Path file) {
    AtomicFile.write(file, JsonLines.text(List.of(this)));
  }

  /** Whether the holder is on this machine, where it can be asked for. */
  public boolean onThisHost() {
    return host.equals(hostName());
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unnamed"; // a container without a name for itself
    }
  }
}
