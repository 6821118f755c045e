package dev.rlaif.trainer.parallel;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.trainer.lora.MicroLoss;
import dev.rlaif.trainer.lora.Policy;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.lora.TokenScores;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A rank of another process, as the one that leads sees it. */
public final class RemoteRank implements Rank {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteRank.class);

  private final Wire wire;
  private final StopSignal stop;

  /**
   * @param stop is asked while answers are waited for; an update that has begun is finished first
   */
  RemoteRank(Wire wire, StopSignal stop) {
    this.wire = wire;
    this.stop = stop;
  }

  @Override
  public List<Completion> generate(
      List<GenerationRequest> requests, Sampling sampling, Consumer<Completion> finished) {
    wire.send(Frame.Kind.GENERATE, Speech.requests(requests, sampling).all());
    Map<Integer, Completion> byIndex = new HashMap<>();
    while (byIndex.size() < requests.size()) {
      Completion completion = Speech.completion(expect(Frame.Kind.COMPLETION, stop));
      byIndex.put(completion.index(), completion);
      finished.accept(completion);
    }
    expect(Frame.Kind.END, StopSignal.NEVER);
    List<Completion> inOrder = new ArrayList<>();
    requests.forEach(request -> inOrder.add(given(byIndex.get(request.index()))));
    return inOrder;
  }

  private Completion given(@Nullable Completion completion) {
    if (completion == null) {
      throw new RankLost(wire.peer(), "it answered what it was not asked");
    }
    return completion;
  }

  @Override
  public TokenScores score(List<Sequence> sequences, Policy.Adapter adapter) {
    wire.send(Frame.Kind.SCORE, Speech.sequences(sequences).put(adapter.ordinal()).all());
    return Speech.scores(expect(Frame.Kind.SCORES, StopSignal.NEVER));
  }

  @Override
  public Map<Policy.Group, float[]> gradients(List<Sequence> microBatch, MicroLoss loss) {
    wire.send(Frame.Kind.DIFFERENTIATE, Speech.sequences(microBatch).all());
    TokenScores scores = Speech.scores(expect(Frame.Kind.SCORES, StopSignal.NEVER));
    MicroLoss.Gradients of = loss.gradients(0, scores);
    wire.send(Frame.Kind.LOSS, new Bytes().put(of.ofLogProbs()).put(of.ofValues()).all());
    Bytes.Reader body = expect(Frame.Kind.GRADIENTS, StopSignal.NEVER);
    Map<Policy.Group, float[]> gradients = new EnumMap<>(Policy.Group.class);
    for (Policy.Group group : Policy.Group.values()) {
      gradients.put(group, body.floats());
    }
    return gradients;
  }

  @Override
  public void setParameters(Policy.Group group, float[] flat) {
    wire.send(Frame.Kind.PARAMETERS, new Bytes().put(group.ordinal()).put(flat).all());
    expect(Frame.Kind.END, StopSignal.NEVER);
  }

  private Bytes.Reader expect(Frame.Kind kind, StopSignal patience) {
    Frame frame = wire.receive(patience);
    Bytes.Reader body = new Bytes.Reader(frame);
    if (frame.kind() == Frame.Kind.FAILED) {
      throw failed(body);
    }
    if (frame.kind() != kind) {
      throw new RankLost(wire.peer(), "it said " + frame.kind() + " instead of " + kind);
    }
    return body;
  }

  /** A rank that had to stop is lost to the others; what else failed it, failed the stage. */
  private RuntimeException failed(Bytes.Reader body) {
    var exit = StageFailure.Exit.valueOf(body.text());
    Reason reason = Reason.valueOf(body.text());
    String message = wire.peer() + ": " + body.text();
    return exit == StageFailure.Exit.INTERRUPTED
        ? new RankLost(wire.peer(), message)
        : new StageFailure(exit, message).because(reason);
  }

  /** The rank's process is told that all is done, and has heard it when this returns. */
  void release() {
    try {
      wire.send(Frame.Kind.DONE, new byte[0]);
      expect(Frame.Kind.END, StopSignal.NEVER);
    } catch (RankLost gone) {
      LOG.warn("{}; it is not needed any more", gone.why());
    }
  }

  /** Without a word: unless it was released, the rank takes this for a loss. */
  @Override
  public void close() {
    wire.close();
  }
}
