package dev.rlaif.trainer.rollout.vllm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.FinishReason;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.Arrays;

/**
 * Requests and replies of {@code /v1/completions} with token ids both ways, so that nothing is
 * decoded and encoded again on the way.
 *
 * <p>Source: vLLM's {@code CompletionRequest} and {@code CompletionResponse}; {@code
 * return_token_ids} is there since 0.10.2.
 */
final class CompletionJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CompletionJson() {}

  /**
   * Everything that decides an answer is said: what is left out, a server takes from the model's
   * {@code generation_config.json}.
   */
  static byte[] request(String adapter, GenerationRequest request, Sampling sampling, Stops stops) {
    ObjectNode body = JSON.createObjectNode().put("model", adapter);
    ids(body.putArray("prompt"), request.promptIds());
    body.put("max_tokens", sampling.maxNewTokens())
        .put("min_tokens", sampling.minNewTokens())
        .put("temperature", sampling.temperature())
        .put("top_p", sampling.topP())
        .put("top_k", sampling.topK())
        .put("min_p", 0)
        .put("repetition_penalty", sampling.repetitionPenalty())
        .put("seed", request.seed())
        .put("n", 1)
        .put("stream", false)
        .put("logprobs", 0)
        .put("return_token_ids", true)
        .put("ignore_eos", true)
        .put("include_stop_str_in_output", true)
        .put("skip_special_tokens", false);
    ids(body.putArray("stop_token_ids"), stops.ids());
    stops.texts().forEach(body.putArray("stop")::add);
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void ids(ArrayNode array, int[] ids) {
    Arrays.stream(ids).forEach(array::add);
  }

  /**
   * The answer to a request.
   *
   * @throws StageFailure if the server leaves out what training needs, or answered another prompt
   */
  static Completion completion(String server, GenerationRequest request, JsonNode reply) {
    JsonNode choice = reply.path("choices").path(0);
    int[] ids = ints(choice.path("token_ids"));
    JsonNode logProbs = choice.path("logprobs").path("token_logprobs");
    if (ids.length == 0 || logProbs.size() != ids.length) {
      throw StageFailure.wrong(
          "%s sent %d token ids and %d log-probabilities: both are needed for each token, which vLLM 0.10.2 or newer sends"
              .formatted(server, ids.length, logProbs.size()));
    }
    JsonNode prompt = choice.path("prompt_token_ids");
    if (prompt.isArray() && !Arrays.equals(ints(prompt), request.promptIds())) {
      throw StageFailure.wrong(
          server
              + " answered other token ids than it was sent: it must serve the run's own model, and"
              + " not cut prompts");
    }
    return new Completion(
        request.index(),
        request.promptIds(),
        ids,
        floats(server, logProbs),
        choice.path("finish_reason").asText().equals("length")
            ? FinishReason.LENGTH
            : FinishReason.STOP);
  }

  private static int[] ints(JsonNode array) {
    int[] ids = new int[array.size()];
    Arrays.setAll(ids, i -> array.get(i).asInt());
    return ids;
  }

  private static float[] floats(String server, JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      if (!array.get(i).isNumber()) {
        throw StageFailure.wrong(
            server + " sent '" + array.get(i) + "' as the log-probability of token " + i);
      }
      values[i] = array.get(i).floatValue();
    }
    return values;
  }
}
