package dev.rlaif.trainer.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.api.v1alpha1.Dtype;
import dev.rlaif.api.v1alpha1.ModelSource;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.SecretReference;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.stage.Fingerprint;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Downloads from a hub on this machine that stalls, truncates, refuses and lies. */
@Timeout(60)
class ModelDownloadTest {
  private static final String WEIGHTS = "model.safetensors";
  private static final String FILE = "/org/name/resolve/" + HubServer.COMMIT + "/" + WEIGHTS;

  private final HubServer hub;
  private final Workspace workspace;
  private final Map<String, String> environment = new HashMap<>();
  private final byte[] weights = new byte[300_000];
  private final List<Long> progress = new ArrayList<>();
  private StopSignal stop = StopSignal.NEVER;

  ModelDownloadTest(@TempDir Path folder) throws IOException {
    hub = new HubServer();
    workspace = new Workspace(folder.resolve("workspace"));
    environment.put("HF_ENDPOINT", hub.url());
  }

  @BeforeEach
  void publish(@TempDir Path aside) throws IOException {
    new Random(1).nextBytes(weights);
    hub.files.put("config.json", "{\"model_type\": \"llama\"}".getBytes(StandardCharsets.UTF_8));
    hub.files.put(WEIGHTS, weights);
    hub.files.put("pytorch_model.bin", new byte[9]);
    hub.files.put("consolidated.safetensors", new byte[9]);
    hub.files.put("modeling.py", new byte[9]);
    hub.files.put("tokenizer.model", new byte[9]);
    hub.files.put("..", new byte[9]);
    hub.files.put("onnx/model.safetensors", new byte[9]);
    hub.sha256.put(WEIGHTS, Fingerprint.ofFile(Files.write(aside.resolve("weights"), weights)));
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private static ModelSource source(@Nullable SecretReference secret) {
    return new ModelSource("hf://org/name", "v1", secret, Dtype.AUTO);
  }

  private ModelDownload.Downloaded download() {
    return download(source(null));
  }

  private ModelDownload.Downloaded download(ModelSource source) {
    var limits =
        new HubLimits(Duration.ofSeconds(5), Duration.ofMillis(300), 3, Duration.ofMillis(1));
    return new ModelDownload(source, workspace, environment, stop, limits)
        .run((bytes, of) -> progress.add(bytes));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(workspace.model())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void takesWeightsConfigurationAndTokenizerAndNothingElse() throws IOException {
    ModelDownload.Downloaded done = download();

    assertThat(files())
        .containsExactly("config.json", WEIGHTS, "rlaif-download.json", "tokenizer.model");
    assertThat(workspace.model().resolve(WEIGHTS)).hasBinaryContent(weights);
    assertThat(done.commit()).isEqualTo(HubServer.COMMIT);
    assertThat(done.sizeBytes()).isEqualTo(300_000 + 23 + 9);
    assertThat(progress).isSorted().last().isEqualTo(done.sizeBytes());
    assertThat(hub.asked.get(0)).isEqualTo("/api/models/org/name/revision/v1");
    assertThat(ModelDownload.folder(source(null), workspace)).isEqualTo(workspace.model());
  }

  @Test
  void whatIsThereIsNotAskedForAgain() {
    ModelDownload.Downloaded first = download();
    hub.close();
    assertThat(download()).isEqualTo(first);
  }

  @Test
  void goesOnWhereAConnectionBroke() {
    hub.acts.addAll(
        List.of(HubServer.whole(), HubServer.truncated(100_000), HubServer.stalled(50_000)));
    download();
    assertThat(workspace.model().resolve(WEIGHTS)).hasBinaryContent(weights);
    assertThat(hub.asked).contains(FILE, FILE + " bytes=100000-", FILE + " bytes=150000-");
  }

  @Test
  void aServerThatIgnoresTheRangeSendsTheFileFromItsStart() {
    hub.acts.addAll(
        List.of(HubServer.whole(), HubServer.truncated(100_000), HubServer.fromTheStart()));
    download();
    assertThat(workspace.model().resolve(WEIGHTS)).hasBinaryContent(weights);
  }

  @Test
  void damagedBytesAreThrownAway() {
    hub.acts.addAll(List.of(HubServer.whole(), HubServer.damaged()));
    download();
    assertThat(workspace.model().resolve(WEIGHTS)).hasBinaryContent(weights);
    assertThat(hub.asked).filteredOn(FILE::equals).hasSize(2);
  }

  @Test
  void givesUpOnAServerThatNeverMendsButKeepsWhatCame() {
    hub.acts.addAll(
        List.of(
            HubServer.whole(),
            HubServer.truncated(100_000),
            HubServer.status(503),
            HubServer.status(429)));
    assertThatThrownBy(this::download)
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll("hf://org/name", WEIGHTS, "3 attempts", "429")
        .returns(1, failure -> ((StageFailure) failure).exit().code());
    assertThatThrownBy(() -> ModelDownload.folder(source(null), workspace))
        .hasMessageContaining("run the model stage first");

    hub.files.remove("config.json"); // the commit is pinned: the list is not asked for again
    download();
    assertThat(hub.asked)
        .last()
        .isEqualTo("/org/name/resolve/" + HubServer.COMMIT + "/tokenizer.model");
    assertThat(hub.asked).contains(FILE + " bytes=100000-");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"401 | gated", "403 | gated", "404 | no such model"})
  void whatTheHubRefusesIsNotTriedAgain(int status, String said) {
    hub.listingStatus = status;
    assertThatThrownBy(this::download)
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll("hf://org/name", said)
        .returns(42, failure -> ((StageFailure) failure).exit().code())
        .returns(Reason.MODEL_INVALID, failure -> ((StageFailure) failure).reason());
    assertThat(hub.asked).hasSize(1);
  }

  @Test
  void refusesAModelWithoutSafetensors() {
    hub.files.remove(WEIGHTS);
    hub.files.remove("consolidated.safetensors");
    assertThatThrownBy(this::download)
        .hasMessageContaining("no safetensors")
        .returns(Reason.MODEL_INVALID, failure -> ((StageFailure) failure).reason());
  }

  @Test
  void theTokenGoesToTheHubAndToNobodyElse(@TempDir Path secrets) throws IOException {
    Files.writeString(Files.createDirectories(secrets.resolve("hub")).resolve("token"), "s3cret\n");
    environment.put("RLAIF_SECRETS", secrets.toString());
    try (HubServer store = new HubServer()) {
      store.files.putAll(hub.files);
      hub.acts.addAll(List.of(HubServer.whole(), HubServer.redirect(store.url())));
      download(source(new SecretReference("hub", "token")));
      assertThat(hub.asked).allMatch(asked -> asked.endsWith(" Bearer s3cret"));
      assertThat(store.asked).containsExactly(FILE);
    }
    assertThat(workspace.model().resolve(WEIGHTS)).hasBinaryContent(weights);
    assertThat(Files.readString(workspace.modelManifest())).doesNotContain("s3cret");
  }

  @Test
  void asksToStopInTheMiddleOfAFileAndGoesOn() {
    stop = () -> progress.stream().anyMatch(bytes -> bytes > 65_000);
    assertThatThrownBy(this::download)
        .returns(75, failure -> ((StageFailure) failure).exit().code());
    stop = StopSignal.NEVER;
    download();
    assertThat(workspace.model().resolve(WEIGHTS)).hasBinaryContent(weights);
    assertThat(hub.asked).anyMatch(asked -> asked.matches(FILE + " bytes=[1-9]\\d*-"));
  }

  @Test
  void anotherRevisionReplacesWhatIsThere() throws IOException {
    download();
    byte[] other = weights.clone();
    other[7] ^= 1;
    hub.files.put(WEIGHTS, other);
    hub.sha256.clear();
    download(new ModelSource("hf://org/name", "v2", null, Dtype.AUTO));
    assertThat(workspace.model().resolve(WEIGHTS)).hasBinaryContent(other);
    assertThatThrownBy(() -> ModelDownload.folder(source(null), workspace))
        .hasMessageContaining("at v1");
  }
}
