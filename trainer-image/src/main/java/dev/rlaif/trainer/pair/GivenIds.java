package dev.rlaif.trainer.pair;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.trainer.stage.JsonLines.Line;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.List;
import java.util.Optional;

/**
 * Token ids that a line brings along, as the model generated them: they are trained on as they are.
 *
 * @param tokenizer fingerprint of the tokenizer that they are of
 * @param prompt [P]
 * @param chosen [L]
 * @param rejected [L]
 */
record GivenIds(String tokenizer, int[] prompt, int[] chosen, int[] rejected) {
  private static final String PROMPT = "prompt_ids";
  private static final String CHOSEN = "chosen_ids";
  private static final String REJECTED = "rejected_ids";
  private static final String OTHERWISE =
      "; give prompt_ids, chosen_ids, rejected_ids and tokenizer, or none of them, so that the texts"
          + " are encoded";

  /** Empty for a line of texts alone. */
  static Optional<GivenIds> of(Line line) {
    if (List.of(PROMPT, CHOSEN, REJECTED).stream().noneMatch(line.object()::has)) {
      return Optional.empty();
    }
    JsonNode tokenizer = line.object().path("tokenizer");
    if (!tokenizer.isTextual()) {
      throw GivenPairs.wrong(line, "tokenizer", "is missing" + OTHERWISE);
    }
    return Optional.of(
        new GivenIds(
            tokenizer.asText(), ids(line, PROMPT), ids(line, CHOSEN), ids(line, REJECTED)));
  }

  /**
   * Refuses ids that mean something else here.
   *
   * @param own fingerprint of the run's tokenizer
   */
  GivenIds requireOf(String own, String place) {
    if (!tokenizer.equals(own)) {
      throw StageFailure.wrong(
          place
              + ": the token ids are of another model: field \"tokenizer\" is "
              + tokenizer
              + ", this run's is "
              + own
              + "; take the model of the pairs as spec.model, or remove prompt_ids, chosen_ids and"
              + " rejected_ids, so that the texts are encoded anew");
    }
    return this;
  }

  private static int[] ids(Line line, String field) {
    JsonNode value = line.object().path(field);
    if (!value.isArray() || value.isEmpty()) {
      throw GivenPairs.wrong(
          line, field, (value.isMissingNode() ? "is missing" : "has no ids") + OTHERWISE);
    }
    int[] ids = new int[value.size()];
    for (int i = 0; i < ids.length; i++) {
      if (!value.get(i).isInt() || value.get(i).intValue() < 0) {
        throw GivenPairs.wrong(line, field + "[" + i + "]", "is " + value.get(i) + ", no token id");
      }
      ids[i] = value.get(i).intValue();
    }
    return ids;
  }
}
