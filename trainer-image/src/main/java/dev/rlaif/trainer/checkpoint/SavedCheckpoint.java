package dev.rlaif.trainer.checkpoint;

import java.nio.file.Path;

/** A checkpoint that was found whole. */
public record SavedCheckpoint(Path folder, Checkpoint checkpoint) {

  /** Folder of the PEFT files. */
  public Path adapter() {
    return folder.resolve(CheckpointFiles.ADAPTER);
  }
}
