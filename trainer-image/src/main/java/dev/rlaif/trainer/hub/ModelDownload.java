package dev.rlaif.trainer.hub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.api.v1alpha1.ModelSource;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.SecretReference;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.chat.ApiKey;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.stage.Stopped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import okhttp3.HttpUrl;

/** A hub's model, brought into a workspace. */
public final class ModelDownload {
  /** Address of another hub that speaks the same API, as every client of it reads the variable. */
  static final String HUB_VARIABLE = "HF_ENDPOINT";

  private static final String OFFICIAL_HUB = "https://huggingface.co";

  private final Workspace workspace;
  private final HubModel model;
  private final HttpUrl hub;
  private final ApiKey token;
  private final HubLimits limits;
  private final StopSignal stop;

  /** Told, after each piece, how many bytes of how many are there. */
  @FunctionalInterface
  public interface Progress {
    void done(long bytes, long ofBytes);
  }

  /**
   * What was downloaded.
   *
   * @param commit that it is pinned to
   */
  public record Downloaded(String uri, String commit, int files, long sizeBytes) {}

  public ModelDownload(
      ModelSource source, Workspace workspace, Map<String, String> environment, StopSignal stop) {
    this(source, workspace, environment, stop, HubLimits.STANDARD);
  }

  ModelDownload(
      ModelSource source,
      Workspace workspace,
      Map<String, String> environment,
      StopSignal stop,
      HubLimits limits) {
    this.workspace = workspace;
    this.model = HubModel.of(source);
    this.hub = hub(environment);
    SecretReference secret = source.tokenSecretRef();
    this.token =
        secret == null ? ApiKey.none() : ApiKey.secret(secret.name(), secret.key(), environment);
    this.limits = limits;
    this.stop = stop;
  }

  /** Whether a model lies in a hub. */
  public static boolean isNeeded(ModelSource source) {
    return source.uri().startsWith(HubModel.SCHEME);
  }

  /** Folder of a model that was downloaded; the download must be complete. */
  public static Path folder(ModelSource source, Workspace workspace) {
    HubModel model = HubModel.of(source);
    boolean complete =
        HubManifest.read(workspace.modelManifest(), model.uri(), model.revision())
            .filter(HubManifest::complete)
            .isPresent();
    if (!complete) {
      throw StageFailure.wrong(
              workspace.model()
                  + " does not hold "
                  + model.uri()
                  + " at "
                  + model.revision()
                  + " whole: run the model stage first")
          .because(Reason.MODEL_INVALID);
    }
    return workspace.model();
  }

  /**
   * Downloads what is missing; nothing where the model is there whole.
   *
   * @throws StageFailure with exit code 42 if the hub has no such model, 1 if the hub or the disk
   *     failed, 75 if it was asked to stop; what came is kept
   */
  public Downloaded run(Progress progress) {
    try (HubCall call = new HubCall(hub, token, limits)) {
      Optional<HubManifest> there =
          HubManifest.read(workspace.modelManifest(), model.uri(), model.revision());
      HubManifest manifest = there.isPresent() ? there.get() : begin(call);
      if (!manifest.complete()) {
        fetch(call, manifest, progress);
        manifest.completed().write(workspace.modelManifest());
      }
      return new Downloaded(
          model.uri(), manifest.commit(), manifest.files().size(), manifest.totalBytes());
    } catch (Stopped stopped) {
      throw StageFailure.interrupted(
          "stopped while "
              + model.uri()
              + " was downloaded; what came is kept, and the same command goes on after it");
    } catch (IOException e) {
      throw StageFailure.environment(
          workspace.model() + " cannot be used: " + e + "; check the workspace's volume", e);
    }
  }

  private HubManifest begin(HubCall call) throws IOException {
    JsonNode listing = from("the list of its files", () -> call.listing(model), () -> 0);
    String commit = listing.path("sha").asText();
    if (!commit.matches("[0-9a-f]{7,64}")) {
      throw new StageFailure(
          StageFailure.Exit.ENVIRONMENT,
          model.uri() + ": " + hub.redact() + " names no commit: is it a hub at all?");
    }
    List<HubFile> files = HubListing.files(model.uri(), listing);
    var manifest = new HubManifest(model.uri(), model.revision(), commit, files, false);
    deleteOthers();
    manifest.write(workspace.modelManifest());
    return manifest;
  }

  /** What lies there is of another model or revision. */
  private void deleteOthers() throws IOException {
    if (Files.isDirectory(workspace.model())) {
      try (Stream<Path> others = Files.list(workspace.model())) {
        for (Path other : others.filter(Files::isRegularFile).toList()) {
          Files.delete(other);
        }
      }
    }
  }

  private void fetch(HubCall call, HubManifest manifest, Progress progress) throws IOException {
    requireSpace(call, manifest);
    long before = 0;
    for (HubFile file : manifest.files()) {
      FileDownload download = download(call, manifest, file);
      long start = before;
      LongConsumer there = bytes -> progress.done(start + bytes, manifest.totalBytes());
      there.accept(download.hadBytes());
      if (!download.isDone()) {
        from(file.name(), () -> download.attempt(there), download::hadBytes);
      }
      before += file.sizeBytes();
    }
  }

  private <T> T from(String what, Attempts.Attempt<T> attempt, Attempts.Gain gain) {
    try {
      return new Attempts(limits, stop).persist(attempt, gain);
    } catch (IOException e) {
      throw StageFailure.environment(
          "%s: %s could not be had from %s in %d attempts, the last: %s; see that the hub can be reached, then the same command goes on"
              .formatted(model.uri(), what, hub.redact(), limits.attempts(), e.getMessage()),
          e);
    }
  }

  private void requireSpace(HubCall call, HubManifest manifest) throws IOException {
    long missing = manifest.totalBytes();
    for (HubFile file : manifest.files()) {
      missing -= download(call, manifest, file).hadBytes();
    }
    long usable = Files.getFileStore(workspace.model()).getUsableSpace();
    if (missing > usable) {
      throw new IOException(
          "%d MiB are needed for %s and %d MiB are free"
              .formatted(missing >> 20, model.uri(), usable >> 20));
    }
  }

  private FileDownload download(HubCall call, HubManifest manifest, HubFile file) {
    return new FileDownload(call, model, manifest.commit(), file, workspace.model(), stop);
  }

  private static HttpUrl hub(Map<String, String> environment) {
    String address = environment.getOrDefault(HUB_VARIABLE, "");
    HttpUrl url = HttpUrl.parse(address.isEmpty() ? OFFICIAL_HUB : address);
    if (url == null) {
      throw StageFailure.wrong(
          HUB_VARIABLE + " is '" + address + "': give the hub's address, such as https://HOST");
    }
    return url;
  }
}
