package dev.rlaif.trainer.table;

import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.defaults.engine.fileio.PositionOutputStream;
import io.delta.kernel.utils.CloseableIterator;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** A local file for Delta Kernel to write: on the disk and whole under its name, or not there. */
record LocalOutput(Path file) implements OutputFile {

  @Override
  public String path() {
    return file.toString();
  }

  @Override
  public PositionOutputStream create(boolean putIfAbsent) throws IOException {
    Aside aside = open(!putIfAbsent);
    return new PositionOutputStream() {
      private long written;

      @Override
      public long getPos() {
        return written;
      }

      @Override
      public void write(int b) throws IOException {
        aside.write(b);
        written++;
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        aside.write(bytes, offset, length);
        written += length;
      }

      @Override
      public void close() throws IOException {
        try (aside) {
          aside.publish();
        }
      }
    };
  }

  @Override
  public void writeAtomically(CloseableIterator<String> lines, boolean overwrite)
      throws IOException {
    try (lines;
        Aside aside = open(overwrite)) {
      while (lines.hasNext()) {
        aside.write((lines.next() + "\n").getBytes(StandardCharsets.UTF_8));
      }
      aside.publish();
    }
  }

  Aside open(boolean overwrite) throws IOException {
    Path folder = Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
    Path place = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
    return new Aside(new FileOutputStream(place.toFile()), place, file, overwrite);
  }

  /** A file beside the one that it becomes; if it is not published it is gone when closed. */
  static final class Aside extends BufferedOutputStream {
    private final FileOutputStream disk;
    private final Path place;
    private final Path target;
    private final boolean overwrite;

    private Aside(FileOutputStream disk, Path place, Path target, boolean overwrite) {
      super(disk, 1 << 16);
      this.disk = disk;
      this.place = place;
      this.target = target;
      this.overwrite = overwrite;
    }

    /**
     * Gives the file its name.
     *
     * @throws FileAlreadyExistsException if the name is taken and may not be
     */
    void publish() throws IOException {
      flush();
      disk.getFD().sync();
      if (overwrite) {
        Files.move(place, target, StandardCopyOption.ATOMIC_MOVE);
      } else {
        linkOrMove();
      }
      try (FileChannel folder = FileChannel.open(folder(), StandardOpenOption.READ)) {
        folder.force(true);
      }
    }

    /** A link fails if the name is taken, at once; some network volumes have no links. */
    private void linkOrMove() throws IOException {
      try {
        Files.createLink(target, place);
      } catch (FileAlreadyExistsException taken) {
        throw taken;
      } catch (UnsupportedOperationException | FileSystemException noLinks) {
        Files.move(place, target);
      }
    }

    private Path folder() {
      return target.toAbsolutePath().resolveSibling("");
    }

    @Override
    public void close() throws IOException {
      try (OutputStream closing = disk) {
        Files.deleteIfExists(place);
      }
    }
  }
}
