package dev.rlaif.trainer.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.llama.LlamaModel;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.lora.LoraShape;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.text.ChatTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Greedy answers and log-probabilities of the transformers library, fp32, for a real model. */
record GoldenAnswers(int maxNewTokens, List<Case> cases) {

  record Case(
      List<ChatMessage> messages,
      int[] promptIds,
      int[] tokenIds,
      double[] logProbs,
      String text) {}

  static GoldenAnswers read(String resource) throws IOException {
    ObjectMapper json = new ObjectMapper();
    try (InputStream in = GoldenAnswers.class.getResourceAsStream(resource)) {
      JsonNode root = json.readTree(Objects.requireNonNull(in, resource));
      List<Case> cases = new ArrayList<>();
      for (JsonNode node : root.path("cases")) {
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode message : node.path("messages")) {
          messages.add(
              new ChatMessage(message.path("role").asText(), message.path("content").asText()));
        }
        cases.add(
            new Case(
                messages,
                json.convertValue(node.path("promptIds"), int[].class),
                json.convertValue(node.path("tokenIds"), int[].class),
                json.convertValue(node.path("logProbs"), double[].class),
                node.path("text").asText()));
      }
      return new GoldenAnswers(root.path("maxNewTokens").asInt(), cases);
    }
  }

  /** Prompt ids and texts equal, greedy ids equal, log-probabilities within 1e-4. */
  void assertMatchedBy(Path model) {
    assertThat(cases).isNotEmpty();
    try (ChatTokenizer tokenizer = ChatTokenizer.open(model);
        LlamaModel base = LlamaModel.load(model)) {
      List<GenerationRequest> requests = new ArrayList<>();
      for (Case golden : cases) {
        assertThat(tokenizer.promptIds(golden.messages())).isEqualTo(golden.promptIds());
        requests.add(new GenerationRequest(requests.size(), golden.promptIds(), 0));
      }
      List<Completion> answers =
          new BatchedGenerator(base, tokenizer.stopIds(), 8)
              .generate(requests, Sampling.greedy(maxNewTokens), answer -> {});
      for (int i = 0; i < cases.size(); i++) {
        Case golden = cases.get(i);
        assertThat(answers.get(i).ids()).as("answer %d", i).isEqualTo(golden.tokenIds());
        assertThat(tokenizer.decode(answers.get(i).ids())).isEqualTo(golden.text());
        assertClose(answers.get(i).logProbs(), golden.logProbs());
      }
      assertScored(base);
    }
  }

  private void assertScored(LlamaModel base) {
    List<Sequence> sequences =
        cases.stream().map(golden -> new Sequence(golden.promptIds(), golden.tokenIds())).toList();
    try (LoraPolicy policy = LoraPolicy.create(base, LoraShape.allLinear(8, 8), 0)) {
      float[][] scored = policy.score(sequences, Adapter.ON).logProbs();
      for (int i = 0; i < cases.size(); i++) {
        assertClose(scored[i], cases.get(i).logProbs());
      }
    }
  }

  private static void assertClose(float[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int t = 0; t < expected.length; t++) {
      assertThat((double) actual[t]).as("token %d", t).isCloseTo(expected[t], within(1e-4));
    }
  }
}
