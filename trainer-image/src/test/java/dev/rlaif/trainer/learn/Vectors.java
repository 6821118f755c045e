package dev.rlaif.trainer.learn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;

/** Expected outputs of vectors.json, and the inputs that several vectors share. */
final class Vectors {
  static final Offset<Double> TOLERANCE = Offset.offset(1e-6);

  static final double[][] LP = {{-1.0, -0.5, -2.0, -0.1}, {-0.7, -1.2, -0.3, 0.0}};
  static final double[][] REF = {{-1.2, -0.4, -1.5, -0.1}, {-0.9, -1.0, -0.8, 0.0}};
  static final boolean[][] MASK = {{true, true, true, true}, {true, true, true, false}};
  static final double[] SCORE = {1.5, -0.5};
  static final double[][] VALUES = {{0.1, 0.2, 0.3, 0.4}, {0.0, -0.1, 0.2, 9.0}};

  private static final JsonNode ALL = read();

  private Vectors() {}

  static JsonNode of(String name) {
    return Objects.requireNonNull(ALL.get(name), name);
  }

  static double scalar(JsonNode node) {
    return node.doubleValue();
  }

  static double[] row(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false)
        .mapToDouble(JsonNode::doubleValue)
        .toArray();
  }

  static double[][] matrix(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false)
        .map(Vectors::row)
        .toArray(double[][]::new);
  }

  private static JsonNode read() {
    try (InputStream in = Vectors.class.getResourceAsStream("/vectors.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
