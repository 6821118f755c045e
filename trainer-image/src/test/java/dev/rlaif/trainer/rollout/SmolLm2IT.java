package dev.rlaif.trainer.rollout;

import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** A real model answers as it does in the transformers library; it is converted when missing. */
class SmolLm2IT {
  private static final Path FOLDER = Path.of("..", "examples", "models", "smollm2");

  @Test
  void answersAsTransformersDoes() throws IOException, InterruptedException {
    // says itself that the model is there already
    Process convert =
        new ProcessBuilder(FOLDER.resolve("convert").toAbsolutePath().normalize().toString())
            .inheritIO()
            .start();
    Assertions.assertThat(convert.waitFor())
        .as(
            "%s makes SmolLM2-135M-Instruct and failed, see above; it needs python3 3.10 or newer"
                + " with its venv module (Debian and Ubuntu: apt-get install python3 python3-venv)"
                + " and access to a Python package index",
            FOLDER.resolve("convert"))
        .isZero();
    GoldenAnswers.read("/smollm2-golden.json")
        .assertMatchedBy(FOLDER.resolve("SmolLM2-135M-Instruct"));
  }
}
