package dev.rlaif.trainer.parallel;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Bodies of frames: big-endian numbers, arrays with their length before them. */
final class Bytes {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  /** Writing into memory does not fail. */
  private interface Write {
    void run() throws IOException;
  }

  private Bytes put(Write write) {
    try {
      write.run();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Bytes put(int value) {
    return put(() -> out.writeInt(value));
  }

  Bytes put(long value) {
    return put(() -> out.writeLong(value));
  }

  Bytes put(double value) {
    return put(() -> out.writeDouble(value));
  }

  Bytes put(byte[] values) {
    return put(values.length).put(() -> out.write(values));
  }

  Bytes put(String text) {
    return put(text.getBytes(StandardCharsets.UTF_8));
  }

  Bytes put(int[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * Integer.BYTES);
    buffer.asIntBuffer().put(values);
    return put(buffer.array());
  }

  Bytes put(float[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * Float.BYTES);
    buffer.asFloatBuffer().put(values);
    return put(buffer.array());
  }

  Bytes put(double[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * Double.BYTES);
    buffer.asDoubleBuffer().put(values);
    return put(buffer.array());
  }

  Bytes put(float[][] rows) {
    put(rows.length);
    for (float[] row : rows) {
      put(row);
    }
    return this;
  }

  Bytes put(double[][] rows) {
    put(rows.length);
    for (double[] row : rows) {
      put(row);
    }
    return this;
  }

  byte[] all() {
    return bytes.toByteArray();
  }

  /** Reads in the order in which it was written; a body that is too short is no body of ours. */
  static final class Reader {
    private final ByteBuffer body;

    Reader(Frame frame) {
      this.body = ByteBuffer.wrap(frame.body());
    }

    int number() {
      return body.getInt();
    }

    long wide() {
      return body.getLong();
    }

    double real() {
      return body.getDouble();
    }

    byte[] bytes() {
      byte[] values = new byte[checked(body.getInt())];
      body.get(values);
      return values;
    }

    String text() {
      return new String(bytes(), StandardCharsets.UTF_8);
    }

    int[] ints() {
      int[] values = new int[checked(body.getInt()) / Integer.BYTES];
      body.asIntBuffer().get(values);
      body.position(body.position() + values.length * Integer.BYTES);
      return values;
    }

    float[] floats() {
      float[] values = new float[checked(body.getInt()) / Float.BYTES];
      body.asFloatBuffer().get(values);
      body.position(body.position() + values.length * Float.BYTES);
      return values;
    }

    double[] doubles() {
      double[] values = new double[checked(body.getInt()) / Double.BYTES];
      body.asDoubleBuffer().get(values);
      body.position(body.position() + values.length * Double.BYTES);
      return values;
    }

    float[][] floatRows() {
      float[][] rows = new float[checked(number())][];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = floats();
      }
      return rows;
    }

    double[][] doubleRows() {
      double[][] rows = new double[checked(number())][];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = doubles();
      }
      return rows;
    }

    private int checked(int length) {
      if (length < 0 || length > body.remaining()) {
        throw new IllegalStateException("a frame that says more than it holds");
      }
      return length;
    }
  }
}
