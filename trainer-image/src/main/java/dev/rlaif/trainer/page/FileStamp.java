package dev.rlaif.trainer.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** Tells one content of a file from the next, without reading it. */
record FileStamp(long size, FileTime modified) {
  /** Of a file that is not there. */
  static final FileStamp NONE = new FileStamp(-1, FileTime.fromMillis(0));

  /** Also of a file that is not there. */
  static FileStamp of(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileStamp(now.size(), now.lastModifiedTime());
    } catch (IOException e) {
      return NONE;
    }
  }

  boolean isThere() {
    return !equals(NONE);
  }
}
