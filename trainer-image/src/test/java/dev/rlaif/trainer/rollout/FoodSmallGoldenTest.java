package dev.rlaif.trainer.rollout;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The bundled model answers as it does in the transformers library. */
class FoodSmallGoldenTest {

  @Test
  void answersAsTransformersDoes() throws IOException {
    GoldenAnswers.read("/food-small-golden.json")
        .assertMatchedBy(Path.of("..", "examples", "models", "food-small"));
  }
}
