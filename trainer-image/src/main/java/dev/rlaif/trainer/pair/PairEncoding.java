package dev.rlaif.trainer.pair;

import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.text.ChatTokenizer;

/** From pairs that a person gives to the model's tokens; ids that are given are kept. */
final class PairEncoding {
  private final ChatTokenizer tokenizer;
  private final String fingerprint;

  PairEncoding(ChatTokenizer tokenizer) {
    this.tokenizer = tokenizer;
    this.fingerprint = tokenizer.fingerprint();
  }

  Candidate candidate(GivenPairs.Given pair) {
    GivenIds ids =
        pair.ids()
            .map(given -> given.requireOf(fingerprint, pair.place()))
            .orElseGet(() -> encoded(pair));
    String question = pair.prompt().get(pair.prompt().size() - 1).content();
    return new Candidate(
        Prompt.of(question).id(),
        pair.prompt(),
        ids.prompt(),
        new Candidate.Side(pair.chosen(), ids.chosen(), pair.scoreChosen()),
        new Candidate.Side(pair.rejected(), ids.rejected(), pair.scoreRejected()));
  }

  private GivenIds encoded(GivenPairs.Given pair) {
    return new GivenIds(
        fingerprint,
        tokenizer.promptIds(pair.prompt()),
        tokenizer.answerIds(pair.prompt(), pair.chosen()),
        tokenizer.answerIds(pair.prompt(), pair.rejected()));
  }
}
