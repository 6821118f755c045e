package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.kernel.ModelShape;
import dev.rlaif.trainer.llama.LlamaConfig;
import dev.rlaif.trainer.llama.RopeScaling;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.Arrays;
import java.util.List;

/** Shapes of well-known models, to measure with random weights of them. */
enum RandomShape {
  /** SmolLM2 135M */
  SMALL("135m", 49152, new ModelShape(576, 1536, 9, 3, 64, 30, 1e-5), 8192, true),
  /** Llama 3.2 1B */
  ONE_BILLION("1b", 128256, new ModelShape(2048, 8192, 32, 8, 64, 16, 1e-5), 8192, true),
  /** Llama 2 7B */
  MULTI_HEAD("7b", 32000, new ModelShape(4096, 11008, 32, 32, 128, 32, 1e-5), 4096, false),
  /** Llama 3 8B */
  GROUPED("8b", 128256, new ModelShape(4096, 14336, 32, 8, 128, 32, 1e-5), 8192, false);

  private final String text;
  private final int vocabulary;
  private final ModelShape shape;
  private final int positions;
  private final boolean tied;

  RandomShape(String text, int vocabulary, ModelShape shape, int positions, boolean tied) {
    this.text = text;
    this.vocabulary = vocabulary;
    this.shape = shape;
    this.positions = positions;
    this.tied = tied;
  }

  static LlamaConfig config(String text) {
    RandomShape found =
        Arrays.stream(values())
            .filter(candidate -> candidate.text.equals(text))
            .findFirst()
            .orElseThrow(
                () ->
                    StageFailure.wrong(
                        "--random-weights "
                            + text
                            + " is not known; known are: "
                            + Arrays.stream(values()).map(known -> known.text).toList()));
    return new LlamaConfig(
        "llama",
        found.vocabulary,
        found.shape,
        found.positions,
        10000,
        new RopeScaling.Default(),
        found.tied,
        List.of());
  }
}
