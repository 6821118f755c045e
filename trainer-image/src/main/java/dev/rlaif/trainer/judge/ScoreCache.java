package dev.rlaif.trainer.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Scores that were paid for already, one small file each, so that a resumed step costs nothing. */
final class ScoreCache {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  /** A score and the reply that it was read from. */
  record Entry(double p, String raw) {}

  ScoreCache(Path folder) {
    this.folder = folder;
  }

  Optional<Entry> find(String key) {
    try {
      return Optional.of(JSON.readValue(Files.readString(file(key)), Entry.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      // Nothing but this class writes here, whole files only: what is damaged is asked for again.
      return Optional.empty();
    } catch (IOException e) {
      throw StageFailure.environment("judge cache " + file(key) + " cannot be read", e);
    }
  }

  void put(String key, Entry entry) {
    try {
      AtomicFile.write(file(key), JSON.writeValueAsString(entry));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a number and a string are always writable", e);
    }
  }

  private Path file(String key) {
    return folder.resolve(key.substring(0, 2)).resolve(key + ".json");
  }
}
