package dev.rlaif.trainer.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("NullAway.Init")
class SafetensorsFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,16]}} | a: 16 bytes do not hold F32 of shape [2]",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[8],\"data_offsets\":[0,32]}} | a: offsets [0,32] are outside of the 16 bytes",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}} | a: offsets [-4,0]",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}} | a: offsets",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}} | shape [-1]",
        "{\"a\":{\"dtype\":\"I8\",\"shape\":[4],\"data_offsets\":[0,4]}} | a: dtype I8 is not known; known are: [F32, F16, BF16]",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}} | a and b overlap",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | not JSON",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,9223372036854775807]}} | a: offsets",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,2147483647],\"data_offsets\":[0,4]}} | a: 4 bytes do not hold",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,1073741825],\"data_offsets\":[0,4]}} | a: 4 bytes do not hold",
        "[1] | not a JSON object",
        "{\"a\": | not JSON"
      })
  void refusesHeadersThatDoNotFit(String header, String message) throws IOException {
    Path file = write(header.getBytes(StandardCharsets.UTF_8).length, header, 16);
    assertThatThrownBy(() -> SafetensorsFile.read(file))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("x.safetensors")
        .hasMessageContaining(message);
  }

  @Test
  void halvesComeBackAsTheyWere() {
    ByteBuffer one = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
    for (int bits = 0; bits < 1 << 16; bits++) {
      if ((bits & 0x7c00) != 0x7c00) {
        TensorType.F16.append(TensorType.half((short) bits), one.clear());
        assertThat(one.getShort(0)).isEqualTo((short) bits);
      }
      if ((bits & 0x7f80) != 0x7f80) {
        TensorType.BF16.append(Float.intBitsToFloat(bits << 16), one.clear());
        assertThat(one.getShort(0)).isEqualTo((short) bits);
      }
    }
    // halfway between two: to the even one
    assertThat(TensorType.toHalf(1 + 0x1p-11f)).isEqualTo(TensorType.toHalf(1));
    assertThat(TensorType.half(TensorType.toHalf(1 + 3 * 0x1p-11f))).isEqualTo(1 + 0x1p-9f);
    assertThat(TensorType.half(TensorType.toHalf(0x1p-25f))).isZero();
    assertThat(TensorType.half(TensorType.toHalf(65520f))).isInfinite();
    TensorType.BF16.append(1 + 0x1p-8f, one.clear());
    assertThat(one.getShort(0)).isEqualTo((short) 0x3f80);
    TensorType.BF16.append(1 + 3 * 0x1p-8f, one.clear());
    assertThat(one.getShort(0)).isEqualTo((short) 0x3f82);
  }

  @ParameterizedTest
  @CsvSource({"1000", "-1", "0", "9223372036854775807"})
  void refusesALengthThatLies(long length) throws IOException {
    Path file = write(length, "{}", 0);
    assertThatThrownBy(() -> SafetensorsFile.read(file)).hasMessageContaining("claims a header of");
  }

  @Test
  void refusesACutFile() throws IOException {
    Path file = folder.resolve("model.safetensors");
    TinyModel tiny = TinyModel.random(TinyModel.Sizes.GROUPED, true, 1);
    TinyModel.writeTensors(file, "BF16", tiny.tensors());
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    assertThatThrownBy(() -> SafetensorsFile.read(file)).hasMessageContaining("model.norm.weight");
    Files.write(file, new byte[5]);
    assertThatThrownBy(() -> SafetensorsFile.read(file)).hasMessageContaining("cut off: 5 bytes");
    Files.delete(file);
    assertThatThrownBy(() -> SafetensorsFile.read(file)).hasMessageContaining("no such file");
  }

  @Test
  void readsWhatTheWriterWrites() throws IOException {
    Path file = folder.resolve("y.safetensors");
    float[] elements = {1.5f, -0f, Float.MIN_VALUE, 3e38f, 0.1f, -7};
    SafetensorsWriter.write(
        file,
        List.of(
            new SafetensorsWriter.Tensor("first", List.of(2, 3), elements),
            new SafetensorsWriter.Tensor("second", List.of(1), new float[] {4})));
    Map<String, StoredTensor> stored = SafetensorsFile.read(file);
    StoredTensor first = Objects.requireNonNull(stored.get("first"));
    assertThat(stored).containsOnlyKeys("first", "second");
    assertThat(first.shape()).containsExactly(2, 3);
    assertThat(first.toFloatArray()).containsExactly(elements);
    assertThat(first.offset() % 8).isZero();
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).contains("{\"format\":\"pt\"}");
    assertThat(folder.toFile().list()).containsExactly("y.safetensors");
  }

  @Test
  void halvesBecomeTheirExactValues() {
    assertThat(TensorType.half((short) 0x3c00)).isEqualTo(1f);
    assertThat(TensorType.half((short) 0xc000)).isEqualTo(-2f);
    assertThat(TensorType.half((short) 0x0001)).isEqualTo(0x1p-24f);
    assertThat(TensorType.half((short) 0x83ff)).isEqualTo(-1023 * 0x1p-24f);
    assertThat(TensorType.half((short) 0x7bff)).isEqualTo(65504f);
    assertThat(TensorType.half((short) 0x7c00)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(TensorType.half((short) 0x7e00)).isNaN();
    assertThat(Float.floatToIntBits(TensorType.half((short) 0x8000)))
        .isEqualTo(Float.floatToIntBits(-0f));
  }

  private Path write(long length, String header, int dataBytes) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(length).put(text);
    return Files.write(folder.resolve("x.safetensors"), bytes.array());
  }
}
