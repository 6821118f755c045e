package dev.rlaif.trainer.parallel;

import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What only the processes of a run know: a random number in a file of the workspace that they
 * share, made anew whenever training begins.
 */
final class Secret {
  private static final int BYTES = 32;

  private Secret() {}

  /** Makes a secret that the file's owner alone may read. */
  static byte[] make(Path file) {
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    Path aside = file.resolveSibling("." + file.getFileName() + ".new");
    AtomicFile.makeFolder(file);
    try {
      Files.deleteIfExists(aside);
      Files.createFile(
          aside,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (IOException e) {
      throw StageFailure.environment(
          aside + " cannot be made (" + e + "): check the workspace's volume", e);
    }
    try {
      Files.writeString(aside, HexFormat.of().formatHex(secret));
      Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw StageFailure.environment(
          file + " cannot be written (" + e + "): check the workspace's volume", e);
    }
    return secret;
  }

  /** The secret as the file has it now; empty before it is made. */
  static Optional<byte[]> read(Path file) {
    try {
      return Optional.of(
          HexFormat.of().parseHex(Files.readString(file, StandardCharsets.UTF_8).strip()));
    } catch (IOException | IllegalArgumentException notYet) {
      return Optional.empty();
    }
  }
}
