package dev.rlaif.trainer.parallel;

import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.lora.TokenScores;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.FinishReason;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Sampling;
import java.util.ArrayList;
import java.util.List;

/** What ranks speak of, as bodies of frames. */
final class Speech {
  private Speech() {}

  static Bytes sequences(List<Sequence> sequences) {
    Bytes bytes = new Bytes().put(sequences.size());
    sequences.forEach(sequence -> bytes.put(sequence.promptIds()).put(sequence.responseIds()));
    return bytes;
  }

  static List<Sequence> sequences(Bytes.Reader body) {
    int count = body.number();
    List<Sequence> sequences = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sequences.add(new Sequence(body.ints(), body.ints()));
    }
    return sequences;
  }

  static Bytes scores(TokenScores scores) {
    return new Bytes()
        .put(scores.logProbs())
        .put(scores.values())
        .put(scores.entropy())
        .put(scores.meanLogits());
  }

  static TokenScores scores(Bytes.Reader body) {
    return new TokenScores(body.floatRows(), body.floatRows(), body.floatRows(), body.floatRows());
  }

  static Bytes requests(List<GenerationRequest> requests, Sampling sampling) {
    Bytes bytes =
        new Bytes()
            .put(sampling.temperature())
            .put(sampling.topP())
            .put(sampling.topK())
            .put(sampling.minNewTokens())
            .put(sampling.maxNewTokens())
            .put(requests.size());
    requests.forEach(
        request -> bytes.put(request.index()).put(request.promptIds()).put(request.seed()));
    return bytes;
  }

  static Sampling sampling(Bytes.Reader body) {
    return new Sampling(body.real(), body.real(), body.number(), body.number(), body.number());
  }

  static List<GenerationRequest> requests(Bytes.Reader body) {
    int count = body.number();
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      requests.add(new GenerationRequest(body.number(), body.ints(), body.wide()));
    }
    return requests;
  }

  static Bytes completion(Completion completion) {
    return new Bytes()
        .put(completion.index())
        .put(completion.promptIds())
        .put(completion.ids())
        .put(completion.logProbs())
        .put(completion.finish().name());
  }

  static Completion completion(Bytes.Reader body) {
    return new Completion(
        body.number(), body.ints(), body.ints(), body.floats(), FinishReason.valueOf(body.text()));
  }
}
