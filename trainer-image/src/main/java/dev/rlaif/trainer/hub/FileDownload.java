package dev.rlaif.trainer.hub;

import dev.rlaif.trainer.stage.Fingerprint;
import dev.rlaif.trainer.stage.StopSignal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.LongConsumer;
import okhttp3.Response;

/** One file: what is there of it already is kept, and it gets its name only when it is right. */
final class FileDownload {
  private static final int BUFFER_BYTES = 1 << 16;

  private final HubCall call;
  private final HubModel model;
  private final String commit;
  private final HubFile file;
  private final Path place;
  private final Path part;
  private final StopSignal stop;

  FileDownload(
      HubCall call, HubModel model, String commit, HubFile file, Path folder, StopSignal stop) {
    this.call = call;
    this.model = model;
    this.commit = commit;
    this.file = file;
    this.place = folder.resolve(file.name());
    this.part = folder.resolve("." + file.name() + "." + commit + ".part");
    this.stop = stop;
  }

  boolean isDone() throws IOException {
    return Files.exists(place) && Files.size(place) == file.sizeBytes();
  }

  /** Bytes that are there already. */
  long hadBytes() throws IOException {
    if (isDone()) {
      return file.sizeBytes();
    }
    return Files.exists(part) ? Math.min(Files.size(part), file.sizeBytes()) : 0;
  }

  /**
   * Fetches what is missing.
   *
   * @param there hears how many bytes of the file are there
   * @return the file
   * @throws IOException if another attempt may do better; what came is kept unless it is wrong
   * @throws dev.rlaif.trainer.stage.Stopped if asked to stop; what came is kept
   */
  Path attempt(LongConsumer there) throws IOException {
    try {
      if (hadBytes() < file.sizeBytes() || file.sizeBytes() == 0) {
        fetch(there);
      }
      requireRight();
    } catch (Damaged damaged) {
      Files.deleteIfExists(part);
      throw damaged;
    }
    return Files.move(
        part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void fetch(LongConsumer there) throws IOException {
    try (Response response = call.file(model, commit, file, hadBytes());
        InputStream bytes = response.body().byteStream();
        FileChannel out =
            FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long at = start(response);
      out.truncate(at).position(at);
      var sink = Channels.newOutputStream(out);
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
        stop.check();
        at += read;
        if (at > file.sizeBytes()) {
          throw new Damaged("is longer than " + file.sizeBytes() + " bytes");
        }
        sink.write(buffer, 0, read);
        there.accept(at);
      }
      out.force(true);
    }
    if (hadBytes() < file.sizeBytes()) {
      throw new IOException(
          "the connection ended after " + hadBytes() + " of " + file.sizeBytes() + " bytes");
    }
  }

  /** Where the bytes of a response belong; a server may ignore that only the rest was asked for. */
  private long start(Response response) throws IOException {
    if (response.code() != 206) {
      return 0;
    }
    String range = Optional.ofNullable(response.header("Content-Range")).orElse("");
    String wanted = "bytes " + hadBytes() + "-";
    if (!range.startsWith(wanted)) {
      throw new Damaged("came as '" + range + "' where '" + wanted + "...' was asked for");
    }
    return hadBytes();
  }

  private void requireRight() throws IOException {
    if (Files.size(part) != file.sizeBytes()) {
      throw new Damaged("has " + Files.size(part) + " bytes, not " + file.sizeBytes());
    }
    if (file.sha256() != null && !Fingerprint.ofFile(part).equals(file.sha256())) {
      throw new Damaged("does not have the SHA-256 that the hub says, " + file.sha256());
    }
  }

  /** What came is not the file, so it is of no use to an attempt that resumes. */
  static final class Damaged extends IOException {
    private static final long serialVersionUID = 1L;

    Damaged(String message) {
      super("what came " + message);
    }
  }
}
