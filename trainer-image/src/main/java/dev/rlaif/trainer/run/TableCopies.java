package dev.rlaif.trainer.run;

import dev.rlaif.api.v1alpha1.ObjectStore;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.table.copy.S3Settings;
import dev.rlaif.trainer.table.copy.StorePlace;
import dev.rlaif.trainer.table.copy.TableCopier;
import dev.rlaif.trainer.table.copy.TableCopy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Copies of a run's tables in the object store that its document names. */
public final class TableCopies {
  /** How long an end waits for a store that is slow or down. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Optional<ObjectStore> store;
  private final Workspace workspace;
  private final Map<String, String> environment;
  private final Consumer<String> notes;

  /**
   * @param environment where credentials, region and address of the store are looked up
   * @param notes for people, from any thread
   */
  public TableCopies(
      RunPlan plan, Workspace workspace, Map<String, String> environment, Consumer<String> notes) {
    this.store = Optional.ofNullable(plan.spec().tracking().objectStore());
    this.workspace = workspace;
    this.environment = environment;
    this.notes = notes;
  }

  /** The copy of the answers of training; empty without a store. */
  public Optional<TableCopier> answers() {
    return of(workspace.rolloutTable(), workspace.rolloutTable());
  }

  /**
   * The copy of the log of requests; empty without a store.
   *
   * @param folder of the log, which is a volume of its own in a pod
   */
  public Optional<TableCopier> requests(Path folder) {
    return of(folder, workspace.requests());
  }

  /** A copy has the name that its table has, or would have, in the workspace. */
  private Optional<TableCopier> of(Path table, Path usual) {
    String name = workspace.root().relativize(usual).toString();
    return store.map(
        there ->
            TableCopier.open(
                new TableCopy(
                    table,
                    StorePlace.of(there.uri()).folder(name),
                    S3Settings.of(there.endpoint(), environment)),
                PATIENCE,
                notes));
  }
}
