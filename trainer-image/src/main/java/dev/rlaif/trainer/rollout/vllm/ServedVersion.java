package dev.rlaif.trainer.rollout.vllm;

import java.nio.file.Path;

/**
 * A version of the adapter as the servers have it. It stays until the next version is there and
 * nobody is answered by it any more.
 */
final class ServedVersion {
  private final long number;
  private final String name;
  private final Path folder;
  private int users;
  private boolean isSuperseded;

  /**
   * @param number updates that it has seen
   * @param name by which the servers know it, and no other version ever
   */
  ServedVersion(long number, String name, Path folder) {
    this.number = number;
    this.name = name;
    this.folder = folder;
  }

  long number() {
    return number;
  }

  String name() {
    return name;
  }

  Path folder() {
    return folder;
  }

  synchronized void use() {
    users++;
  }

  /** Whether nobody needs it any more. */
  synchronized boolean leave() {
    users--;
    return isSuperseded && users == 0;
  }

  /** A newer one is there; whether nobody needs this one any more. */
  synchronized boolean supersede() {
    isSuperseded = true;
    return users == 0;
  }
}
