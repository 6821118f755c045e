package dev.rlaif.trainer.prompt;

import java.nio.file.Path;

/** The files of a workspace's folder of prompts. */
public record PromptsFolder(Path path) {

  public Path train() {
    return path.resolve("train.jsonl");
  }

  public Path heldOut() {
    return path.resolve("held-out.jsonl");
  }

  public Path manifest() {
    return path.resolve("manifest.json");
  }

  /** Replies that were paid for, under the hash of what was asked. */
  Path generated(String hash) {
    return path.resolve("generated-" + hash.substring(0, 12) + ".json");
  }
}
