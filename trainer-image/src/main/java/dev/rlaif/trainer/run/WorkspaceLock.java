package dev.rlaif.trainer.run;

import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.Heartbeat;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a workspace to one process; the system lets go of it when the process ends. */
public final class WorkspaceLock implements AutoCloseable {
  private final FileChannel channel;
  private final Heartbeat heartbeat;

  private WorkspaceLock(FileChannel channel, Heartbeat heartbeat) {
    this.channel = channel;
    this.heartbeat = heartbeat;
  }

  /** Holds the workspace, or refuses to if another process does. */
  public static WorkspaceLock hold(Workspace workspace) {
    Path file = workspace.lock();
    AtomicFile.makeFolder(file);
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked(channel)) {
        channel.close();
        throw inUse(workspace, file);
      }
      channel.truncate(0);
      String holder = "process " + ProcessHandle.current().pid() + "\n";
      channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)));
      return new WorkspaceLock(channel, Heartbeat.start(workspace.lease()));
    } catch (IOException e) {
      throw StageFailure.environment(
          file + " cannot be locked (" + e + "): check the workspace's volume", e);
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  private static StageFailure inUse(Workspace workspace, Path file) throws IOException {
    return new StageFailure(
        StageFailure.Exit.ENVIRONMENT,
        "the workspace "
            + workspace.root()
            + " is in use by "
            + Files.readString(file).strip()
            + ": wait for its end, stop it, or give another folder with --workspace");
  }

  @Override
  public void close() {
    heartbeat.close();
    try {
      channel.close();
    } catch (IOException e) {
      throw StageFailure.environment("the workspace's lock cannot be closed: " + e, e);
    }
  }
}
