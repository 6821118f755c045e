package dev.rlaif.trainer.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads records and protocol-buffer fields back, independently of the writers. */
final class EventReader {
  private EventReader() {}

  /** A field of a message: number, and a Long, Double, Float or byte[]. */
  record Field(int number, Object value) {
    List<Field> message() {
      return fields((byte[]) value);
    }

    String text() {
      return new String((byte[]) value, StandardCharsets.UTF_8);
    }
  }

  /** Events of a file, each as its fields; checks both checksums of every record. */
  static List<List<Field>> events(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<List<Field>> events = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] head = new byte[8];
      in.get(in.position(), head);
      int length = Math.toIntExact(in.getLong());
      assertThat(in.getInt()).isEqualTo(RecordFrame.maskedCrc(head, 8));
      byte[] data = new byte[length];
      in.get(data);
      assertThat(in.getInt()).isEqualTo(RecordFrame.maskedCrc(data, length));
      events.add(fields(data));
    }
    return events;
  }

  static List<Field> all(List<Field> fields, int number) {
    return fields.stream().filter(field -> field.number() == number).toList();
  }

  static Field one(List<Field> fields, int number) {
    assertThat(all(fields, number)).hasSize(1);
    return all(fields, number).get(0);
  }

  static List<Field> fields(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    List<Field> fields = new ArrayList<>();
    while (in.hasRemaining()) {
      long tag = varint(in);
      int number = (int) (tag >>> 3);
      switch ((int) (tag & 7)) {
        case 0 -> fields.add(new Field(number, varint(in)));
        case 1 -> fields.add(new Field(number, in.getDouble()));
        case 2 -> {
          byte[] bytes = new byte[(int) varint(in)];
          in.get(bytes);
          fields.add(new Field(number, bytes));
        }
        case 5 -> fields.add(new Field(number, in.getFloat()));
        default -> throw new AssertionError("wire type " + (tag & 7));
      }
    }
    return fields;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
