package dev.rlaif.trainer.prompt;

import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.stage.Stopped;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the producer and the consumer of a stream share. Its monitor guards everything; whoever
 * waits looks up ten times a second whether the stage is asked to stop.
 */
final class StreamedPrompts {
  /** How often a question is asked for anew after the client gave it up. */
  private static final int TRIES = 3;

  private static final long NAP_MILLISECONDS = 100;

  /**
   * Numbers of questions.
   *
   * @param end exclusive
   */
  record Range(int begin, int end) {}

  private final QuestionJournal journal;
  private final Range range;
  private final NovelPrompts novel;
  private final int ahead;
  private final Consumer<String> log;
  private final StopSignal stop;
  private final Deque<Integer> again = new ArrayDeque<>();
  private final Map<Integer, Integer> tries = new HashMap<>();

  /** The first number that is not settled, in whose order prompts are added. */
  private int unsettled;

  private int nextToAsk;
  private int underWay;
  private long taken;
  private boolean closed;
  private boolean complete;
  private @Nullable RuntimeException failure;

  /**
   * @param ahead prompts that are generated beyond those that were taken
   */
  StreamedPrompts(
      QuestionJournal journal,
      Range range,
      NovelPrompts novel,
      int ahead,
      Consumer<String> log,
      StopSignal stop) {
    this.journal = journal;
    this.range = range;
    this.novel = novel;
    this.ahead = ahead;
    this.log = log;
    this.stop = stop;
    this.unsettled = range.begin();
    this.nextToAsk = range.begin();
    advance();
  }

  /** Generates until the last question is settled, or the stream is ended. */
  void produce(PromptGenerator generator, GenerationTally tally) {
    try {
      generator.generate(new NumbersToAsk(), tally, this::done, this::isEnding);
      tally.requireAtTheEnd();
    } catch (Stopped ending) {
      return;
    } catch (RuntimeException e) {
      fail(e);
      return;
    }
    complete();
  }

  private synchronized void complete() {
    complete = unsettled == range.end();
    notifyAll();
  }

  private synchronized void fail(RuntimeException e) {
    failure = e;
    notifyAll();
  }

  synchronized void end() {
    closed = true;
    notifyAll();
  }

  private synchronized boolean isEnding() {
    return closed || stop.isAsked();
  }

  synchronized StreamCounts counts() {
    return novel.counts();
  }

  synchronized List<Prompt> take(int from, int count) {
    long end = (long) from + count;
    taken = Math.max(taken, end);
    notifyAll();
    if (novel.prompts().size() < end && !complete && count != Integer.MAX_VALUE) {
      log.accept(
          "waiting for questions: %d of the %d for this step are there"
              .formatted(Math.max(0, novel.prompts().size() - from), count));
    }
    while (novel.prompts().size() < end && !complete) {
      if (failure != null) {
        throw failure;
      }
      stop.check();
      nap();
    }
    int size = novel.prompts().size();
    return List.copyOf(novel.prompts().subList(Math.min(from, size), (int) Math.min(end, size)));
  }

  private synchronized void done(Attempt attempt) {
    if (closed) {
      return; // a failure now may be that of the client being closed
    }
    underWay--;
    int number = attempt.settled().number();
    if (attempt.isSettled() || tries.merge(number, 1, Integer::sum) == TRIES) {
      journal.add(attempt.settled());
      advance();
    } else {
      again.add(number);
    }
    notifyAll();
  }

  private synchronized void advance() {
    while (unsettled < range.end()) {
      Optional<SettledQuestion> settled = journal.find(unsettled);
      if (settled.isEmpty()) {
        return;
      }
      novel.offer(settled.get());
      unsettled++;
    }
  }

  private void nap() {
    try {
      wait(NAP_MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped();
    }
  }

  /** The next number to ask for, once somebody will need it. */
  private synchronized Optional<Integer> next() {
    while (!isEnding()) {
      while (nextToAsk < range.end() && journal.find(nextToAsk).isPresent()) {
        nextToAsk++;
      }
      boolean needed = novel.prompts().size() + underWay < taken + ahead;
      if (!again.isEmpty() || (needed && nextToAsk < range.end())) {
        underWay++;
        return Optional.of(again.isEmpty() ? nextToAsk++ : again.remove());
      }
      if (unsettled == range.end()) {
        return Optional.empty();
      }
      nap();
    }
    throw new Stopped();
  }

  private final class NumbersToAsk implements PrimitiveIterator.OfInt {
    private Optional<Integer> next = Optional.empty();

    @Override
    public boolean hasNext() {
      if (next.isEmpty()) {
        next = StreamedPrompts.this.next();
      }
      return next.isPresent();
    }

    @Override
    public int nextInt() {
      int number = next.orElseThrow(NoSuchElementException::new);
      next = Optional.empty();
      return number;
    }
  }
}
