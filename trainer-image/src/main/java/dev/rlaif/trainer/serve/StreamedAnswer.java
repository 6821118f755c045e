package dev.rlaif.trainer.serve;

import dev.rlaif.trainer.serve.ReplyShape.Choice;
import dev.rlaif.trainer.serve.ReplyShape.Head;
import dev.rlaif.trainer.serve.RunningAnswer.Said;
import java.util.List;

/** Tells an answer as it is generated; what a slow client did not read yet comes as one piece. */
final class StreamedAnswer {
  private final EventStream events;
  private final ReplyShape shape;
  private final Head head;
  private final RunningAnswer answer;
  private final AnswerEngine engine;
  private final Transcript transcript;
  private final int[] offsets;

  StreamedAnswer(
      EventStream events,
      ReplyShape shape,
      Head head,
      RunningAnswer answer,
      AnswerEngine engine,
      Transcript transcript) {
    this.events = events;
    this.shape = shape;
    this.head = head;
    this.answer = answer;
    this.engine = engine;
    this.transcript = transcript;
    this.offsets = new int[answer.rows().size()];
  }

  void begin() {
    for (int choice = 0; choice < offsets.length; choice++) {
      shape.first(choice).ifPresent(this::chunk);
    }
  }

  /** Tells what there is to say. */
  void tell() {
    if (events.isOver() || events.isFull(this::tell)) {
      return;
    }
    // asked before, so that what is taken is all of it
    boolean isLast = answer.isDone();
    try {
      List<Said> some = answer.take();
      some.forEach(this::say);
      transcript.add(some);
    } catch (ApiError e) {
      // the status line is gone: the error is the stream's last event
      events.data(e.body());
      events.cut();
      return;
    }
    if (isLast) {
      if (answer.request().includeUsage()) {
        events.data(shape.chunk(head, List.of(), answer.usage()));
      }
      events.end();
      transcript.end(answer.usage());
    }
  }

  private void say(Said said) {
    if (!said.text().isEmpty() || !said.chances().isEmpty()) {
      chunk(shape.piece(said, engine, offsets[said.choice()]));
      offsets[said.choice()] += said.text().length();
    }
    if (said.reason() != null) {
      chunk(shape.last(said.choice(), said.reason()));
    }
  }

  private void chunk(Choice choice) {
    events.data(shape.chunk(head, List.of(choice), null));
  }
}
