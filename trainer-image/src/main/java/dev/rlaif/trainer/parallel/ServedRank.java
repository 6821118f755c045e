package dev.rlaif.trainer.parallel;

import dev.rlaif.trainer.lora.MicroLoss;
import dev.rlaif.trainer.lora.Policy;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A rank of this process that another process leads. */
final class ServedRank {
  private final Wire wire;
  private final Rank rank;
  private final StopSignal stop;
  private boolean isUpdating;

  ServedRank(Wire wire, Rank rank, StopSignal stop) {
    this.wire = wire;
    this.rank = rank;
    this.stop = stop;
  }

  /**
   * Does what it is told until all is done. Whatever ends it otherwise is said to the one that
   * leads before it is thrown. Asked to stop, it takes part in an update to its end: of half of one
   * the one that leads could keep nothing.
   *
   * @param failures makes a failure with a reason of whatever is thrown
   * @throws RankLost the one that leads is gone
   */
  void serve(Function<Throwable, StageFailure> failures) {
    try {
      for (Frame frame = next(); frame.kind() != Frame.Kind.DONE; frame = next()) {
        answer(frame);
      }
      wire.send(Frame.Kind.END, new byte[0]);
    } catch (RankLost lost) {
      throw lost;
    } catch (RuntimeException | Error failed) {
      say(failures.apply(failed));
      throw failed;
    } finally {
      wire.close();
    }
  }

  private Frame next() {
    return wire.receive(isUpdating ? StopSignal.NEVER : stop);
  }

  private void say(StageFailure failure) {
    byte[] words =
        new Bytes()
            .put(failure.exit().name())
            .put(failure.reason().name())
            .put(failure.message())
            .all();
    wire.send(Frame.Kind.FAILED, words);
  }

  private void answer(Frame frame) {
    Bytes.Reader body = new Bytes.Reader(frame);
    isUpdating = belongsToUpdate(frame.kind());
    if (!isUpdating) {
      stop.check();
    }
    switch (frame.kind()) {
      case GENERATE -> generate(body);
      case SCORE -> score(body);
      case DIFFERENTIATE -> differentiate(Speech.sequences(body));
      case PARAMETERS -> {
        rank.setParameters(Policy.Group.values()[body.number()], body.floats());
        wire.send(Frame.Kind.END, new byte[0]);
      }
      default -> throw new RankLost(wire.peer(), "it said " + frame.kind());
    }
  }

  /** Parameters end each optimiser step of an update, and are also what a rank begins with. */
  private boolean belongsToUpdate(Frame.Kind kind) {
    return kind == Frame.Kind.DIFFERENTIATE || isUpdating && kind == Frame.Kind.PARAMETERS;
  }

  private void generate(Bytes.Reader body) {
    Sampling sampling = Speech.sampling(body);
    List<GenerationRequest> requests = Speech.requests(body);
    rank.generate(requests, sampling, this::say);
    wire.send(Frame.Kind.END, new byte[0]);
  }

  private void say(Completion completion) {
    wire.send(Frame.Kind.COMPLETION, Speech.completion(completion).all());
  }

  private void score(Bytes.Reader body) {
    List<Sequence> sequences = Speech.sequences(body);
    Policy.Adapter adapter = Policy.Adapter.values()[body.number()];
    wire.send(Frame.Kind.SCORES, Speech.scores(rank.score(sequences, adapter)).all());
  }

  private void differentiate(List<Sequence> microBatch) {
    Map<Policy.Group, float[]> gradients =
        rank.gradients(
            microBatch,
            (index, scores) -> {
              wire.send(Frame.Kind.SCORES, Speech.scores(scores).all());
              Frame loss = wire.receive(StopSignal.NEVER);
              if (loss.kind() != Frame.Kind.LOSS) {
                throw new RankLost(wire.peer(), "it said " + loss.kind() + " instead of a loss");
              }
              Bytes.Reader of = new Bytes.Reader(loss);
              return new MicroLoss.Gradients(of.doubleRows(), of.doubleRows());
            });
    Bytes all = new Bytes();
    gradients.values().forEach(all::put);
    wire.send(Frame.Kind.GRADIENTS, all.all());
  }
}
