package dev.rlaif.trainer.table.copy;

import dev.rlaif.trainer.stage.StageFailure;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.NavigableSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A table's copy in an object store: the same files under the same names, those of a commit before
 * the commit itself. A commit is put there only where its name is free, so whatever process copies,
 * however often it is killed, and however many do at once, the copy has each commit once, and at
 * every moment is the table as it was after one of them. What is appended once to the table is
 * there once.
 *
 * <p>Not for several threads.
 */
public final class TableCopy implements AutoCloseable {
  private final LocalLog log;
  private final S3Folder store;
  private final AtomicLong objects = new AtomicLong();

  /** The first commit that the store lacks; negative before anybody looked. */
  private long next = -1;

  private long checkpoint = -1;

  /**
   * @param table folder of the table, which may not be there yet
   * @param place of the copy, where nothing else may be
   */
  public TableCopy(Path table, StorePlace place, S3Settings settings) {
    this.log = new LocalLog(table);
    this.store = new S3Folder(place, settings);
  }

  StorePlace place() {
    return store.place();
  }

  /** Objects that were put there so far; may be asked by any thread. */
  long objects() {
    return objects.get();
  }

  /**
   * Copies what the store lacks.
   *
   * @throws StageFailure of the environment if it is to be tried again, as from there; otherwise
   *     the place is another table's
   */
  void follow() {
    if (next < 0) {
      next = begin();
    }
    NavigableSet<Long> versions = log.versions();
    if (versions.isEmpty()) {
      return;
    }
    requireCommit(next, versions);
    while (next <= versions.last()) {
      copy(next);
      next++;
    }
    copyCheckpoint();
  }

  /**
   * Goes on after the newest commit that is there, which has to be this table's. Looks there first:
   * what another process copies meanwhile the table has before.
   */
  private long begin() {
    NavigableSet<Long> there = LocalLog.versions(store.names(LocalLog.FOLDER));
    if (there.isEmpty()) {
      return 0;
    }
    long last = there.last();
    NavigableSet<Long> versions = log.versions();
    if (versions.isEmpty() || last > versions.last()) {
      throw anotherTable(last);
    }
    requireCommit(last, versions);
    requireSame(last, log.read(last));
    return last + 1;
  }

  private void copy(long version) {
    byte[] commit = log.read(version);
    for (String file : LocalLog.added(commit)) {
      store.put(file, log.table().resolve(file));
      objects.incrementAndGet();
    }
    if (!store.putNew(LocalLog.commit(version), commit)) {
      requireSame(version, commit);
    }
    objects.incrementAndGet();
  }

  /** Another process of ours may have been first, or the reply to this one was lost. */
  private void requireSame(long version, byte[] commit) {
    boolean same =
        store
            .read(LocalLog.commit(version))
            .filter(there -> Arrays.equals(there, commit))
            .isPresent();
    if (!same) {
      throw anotherTable(version);
    }
  }

  /** With it a reader needs no older commits. */
  private void copyCheckpoint() {
    LocalLog.Checkpoint newest = log.checkpoint().orElse(null);
    if (newest == null || newest.version() <= checkpoint || newest.version() >= next) {
      return;
    }
    for (String file : log.filesOf(newest)) {
      store.put(file, log.table().resolve(file));
      objects.incrementAndGet();
    }
    store.put(LocalLog.LAST_CHECKPOINT, newest.said());
    checkpoint = newest.version();
  }

  /** The table itself keeps a month of commits, and a checkpoint instead of older ones. */
  private void requireCommit(long version, NavigableSet<Long> versions) {
    if (version < versions.first()) {
      throw StageFailure.wrong(
          "%s has the commits before %d only, and %s has kept those from %d on: copy the folder there as it is, and it is followed from then on"
              .formatted(store.place(), version, log.table(), versions.first()));
    }
  }

  private StageFailure anotherTable(long version) {
    return StageFailure.wrong(
        "%s holds another table than %s (its commit %d is another): nothing was overwritten; name a place of this run alone"
            .formatted(store.place(), log.table(), version));
  }

  @Override
  public void close() {
    store.close();
  }
}
