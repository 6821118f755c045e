package dev.rlaif.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * An OCI image layout in a tar, with one index of images, see <a
 * href="https://github.com/opencontainers/image-spec/blob/main/image-layout.md">its
 * specification</a>.
 */
final class ImageArchive implements AutoCloseable {
  private static final String BLOBS = "blobs/sha256/";

  private final TarFile tar;

  ImageArchive(Path path) throws IOException {
    tar = new TarFile(path);
  }

  /** A file of the archive itself. */
  JsonNode json(String name) throws IOException {
    try (InputStream in = open(name)) {
      return Kubectl.JSON.readTree(in);
    }
  }

  JsonNode blob(JsonNode descriptor) throws IOException {
    return json(path(descriptor));
  }

  /** Descriptors of the images that its only index lists. */
  List<JsonNode> images() throws IOException {
    JsonNode names = json("index.json").get("manifests");
    if (names.size() != 1) {
      throw new AssertionError("one name is expected, not " + names);
    }
    List<JsonNode> images = new ArrayList<>();
    blob(names.get(0)).get("manifests").forEach(images::add);
    return images;
  }

  /** Blobs whose content is not what their name says. */
  List<String> damaged() throws IOException {
    List<String> damaged = new ArrayList<>();
    for (TarArchiveEntry entry : tar.getEntries()) {
      String name = entry.getName();
      if (name.startsWith(BLOBS) && !name.substring(BLOBS.length()).equals(sha256(entry))) {
        damaged.add(name);
      }
    }
    return damaged;
  }

  /** The first bytes of a file in a layer. */
  byte[] start(JsonNode layer, String file, int bytes) throws IOException {
    try (TarArchiveInputStream in =
        new TarArchiveInputStream(new GZIPInputStream(open(path(layer))))) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (Path.of("/", entry.getName()).normalize().equals(Path.of(file))) {
          return in.readNBytes(bytes);
        }
      }
    }
    throw new AssertionError("the layer has no " + file);
  }

  private String sha256(TarArchiveEntry entry) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(tar.getInputStream(entry), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private InputStream open(String name) throws IOException {
    for (TarArchiveEntry entry : tar.getEntries()) {
      if (entry.getName().equals(name)) {
        return tar.getInputStream(entry);
      }
    }
    throw new AssertionError("the archive has no " + name);
  }

  private static String path(JsonNode descriptor) {
    return "blobs/" + descriptor.get("digest").asText().replace(':', '/');
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
