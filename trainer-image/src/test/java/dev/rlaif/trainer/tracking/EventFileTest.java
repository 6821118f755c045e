package dev.rlaif.trainer.tracking;

import static dev.rlaif.trainer.tracking.EventReader.all;
import static dev.rlaif.trainer.tracking.EventReader.one;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.tracking.EventReader.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1), ZoneOffset.UTC);

  private final Path folder;

  EventFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void firstRecordIsTheVersionByteForByte() {
    assertThat(hex(RecordFrame.of(TensorBoardEvent.version(1))))
        .isEqualTo(
            "1800000000000000a37f4b2209000000000000f03f1a0d627261696e2e4576656e743a3286bf577a");
  }

  @Test
  void scalarIsWrittenByteForByte() {
    StepMetrics metrics = StepMetrics.of(1).with("ppo/mean_scores", 0.5);
    assertThat(hex(RecordFrame.of(TensorBoardEvent.scalars(1, metrics))))
        .isEqualTo(
            "2500000000000000eabc36f309000000000000f03f10012a180a160a0f70706f2f6d65616e5f73636f726573"
                + "150000003f5b6e20be");
  }

  @Test
  void scalarsReadBack() throws IOException {
    StepMetrics metrics = StepMetrics.of(300).with("a", -1.5).with("b", Double.NaN);
    List<List<Field>> events = written(file -> file.scalars(metrics));
    assertThat(events).hasSize(2);
    assertThat(one(events.get(0), 3).text()).isEqualTo("brain.Event:2");
    assertThat(one(events.get(1), 2).value()).isEqualTo(300L);
    List<Field> values = all(one(events.get(1), 5).message(), 1);
    assertThat(one(values.get(0).message(), 1).text()).isEqualTo("a");
    assertThat(one(values.get(0).message(), 2).value()).isEqualTo(-1.5f);
    assertThat(one(values.get(1).message(), 2).value()).isEqualTo(Float.NaN);
  }

  @Test
  void histogramCountsEveryFiniteValueOnce() throws IOException {
    double[] data = {1, 2, 2, 4, Double.NaN};
    List<Field> event = written(file -> file.histogram(7, "kl_dist", data)).get(1);
    List<Field> value = one(one(event, 5).message(), 1).message();
    List<Field> histogram = one(value, 5).message();
    assertThat(one(histogram, 1).value()).isEqualTo(1.0);
    assertThat(one(histogram, 2).value()).isEqualTo(4.0);
    assertThat(one(histogram, 3).value()).isEqualTo(4.0);
    assertThat(one(histogram, 4).value()).isEqualTo(9.0);
    assertThat(one(histogram, 5).value()).isEqualTo(25.0);
    assertThat((byte[]) one(histogram, 6).value()).hasSize(30 * 8);
    Histogram counted = Histogram.of(data);
    assertThat(counted.counts()[0]).isEqualTo(1);
    assertThat(counted.counts()[29]).isEqualTo(1);
    assertThat(counted.counts()[10]).isEqualTo(2);
  }

  @Test
  void equalValuesAndNoValuesMakeAHistogramToo() {
    assertThat(Histogram.of(new double[] {2, 2}).counts()).containsExactly(2);
    assertThat(Histogram.of(new double[] {}).counts()).containsExactly(0);
  }

  @Test
  void textsReadBack() throws IOException {
    List<Field> event = written(file -> file.texts(3, "samples", List.of("one", "zwölf"))).get(1);
    List<Field> value = one(one(event, 5).message(), 1).message();
    List<Field> tensor = one(value, 8).message();
    assertThat(one(tensor, 1).value()).isEqualTo(7L);
    assertThat(all(tensor, 8)).extracting(Field::text).containsExactly("one", "zwölf");
    assertThat(one(one(one(value, 9).message(), 1).message(), 1).text()).isEqualTo("text");
  }

  @Test
  void hyperParametersReadBack() throws IOException {
    Map<String, Object> hparams = new LinkedHashMap<>();
    hparams.put("learningRate", 1e-5);
    hparams.put("whitenRewards", true);
    hparams.put("preset", "MODERN");
    var events = written(file -> file.hparams("run", hparams, List.of("env/reward_mean")));
    List<Field> start = hparamsContent(events.get(2), "_hparams_/session_start_info", 3);
    List<Field> entries = all(start, 1);
    assertThat(entries).hasSize(3);
    assertThat(one(entries.get(0).message(), 1).text()).isEqualTo("learningRate");
    assertThat(one(one(entries.get(0).message(), 2).message(), 2).value()).isEqualTo(1e-5);
    assertThat(one(one(entries.get(1).message(), 2).message(), 4).value()).isEqualTo(1L);
    assertThat(one(one(entries.get(2).message(), 2).message(), 3).text()).isEqualTo("MODERN");
    List<Field> experiment = hparamsContent(events.get(1), "_hparams_/experiment", 2);
    assertThat(all(experiment, 4)).hasSize(3);
    List<Field> metric = one(one(experiment, 5).message(), 1).message();
    assertThat(one(metric, 2).text()).isEqualTo("env/reward_mean");
  }

  @Test
  void resumeTellsReadersWhereToStartOver() throws IOException {
    try (EventFile first = EventFile.open(folder, "host", CLOCK, OptionalLong.empty());
        EventFile second = EventFile.open(folder, "host", CLOCK, OptionalLong.of(41))) {
      assertThat(second.file()).isNotEqualTo(first.file());
      assertThat(EventReader.events(first.file())).hasSize(1);
      List<Field> start = EventReader.events(second.file()).get(1);
      assertThat(one(start, 2).value()).isEqualTo(41L);
      assertThat(one(one(start, 7).message(), 1).value()).isEqualTo(1L);
    }
  }

  /** A run that was killed before its first checkpoint begins again at step 1. */
  @Test
  void runThatBeginsAnewLeavesNothingOfItsFirstBeginning() throws IOException {
    Path other = Files.writeString(folder.resolve("notes.txt"), "mine");
    try (EventFile given = EventFile.open(folder, "host", CLOCK, OptionalLong.empty())) {
      given.scalars(StepMetrics.of(1).with("loss", 1));
    }
    try (EventFile again = EventFile.open(folder, "host", CLOCK, OptionalLong.empty())) {
      assertThat(folder).isDirectoryContaining(again.file()::equals);
      assertThat(EventReader.events(again.file())).hasSize(1);
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).containsExactlyInAnyOrder(again.file(), other);
      }
    }
  }

  private interface Writing {
    void to(EventFile events);
  }

  private List<List<Field>> written(Writing writing) throws IOException {
    try (EventFile events = EventFile.open(folder, "host", CLOCK, OptionalLong.empty())) {
      writing.to(events);
      assertThat(events.file()).hasFileName("events.out.tfevents.0000000001.host");
      return EventReader.events(events.file());
    }
  }

  private static List<Field> hparamsContent(List<Field> event, String tag, int field) {
    List<Field> value = one(one(event, 5).message(), 1).message();
    assertThat(one(value, 1).text()).isEqualTo(tag);
    List<Field> plugin = one(one(value, 9).message(), 1).message();
    assertThat(one(plugin, 1).text()).isEqualTo("hparams");
    return one(one(plugin, 2).message(), field).message();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
