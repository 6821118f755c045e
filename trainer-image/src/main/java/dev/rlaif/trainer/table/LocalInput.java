package dev.rlaif.trainer.table;

import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** A local file for Delta Kernel to read. */
record LocalInput(Path file) implements InputFile {

  @Override
  public long length() throws IOException {
    return Files.size(file);
  }

  @Override
  public String path() {
    return file.toString();
  }

  @Override
  public SeekableInputStream newStream() throws FileNotFoundException {
    RandomAccessFile in = new RandomAccessFile(file.toFile(), "r");
    return new SeekableInputStream() {
      @Override
      public long getPos() throws IOException {
        return in.getFilePointer();
      }

      @Override
      public void seek(long position) throws IOException {
        in.seek(position);
      }

      @Override
      public int read() throws IOException {
        return in.read();
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        return in.read(into, offset, length);
      }

      @Override
      public void readFully(byte[] into, int offset, int length) throws IOException {
        in.readFully(into, offset, length);
      }

      @Override
      public void close() throws IOException {
        in.close();
      }
    };
  }
}
