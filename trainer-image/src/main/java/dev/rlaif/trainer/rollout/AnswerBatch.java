package dev.rlaif.trainer.rollout;

/** Answers in the making that come and go. One thread at a time. */
public interface AnswerBatch extends AutoCloseable {

  /** Answers in the making, those whose prompt is still read included. */
  int size();

  /** Whether there is room for one more; there always is in an empty batch. */
  boolean admits(LiveRequest request);

  /** Takes one more, which {@link #admits} said there is room for. */
  void add(LiveRequest request);

  /** Reads a part of a prompt that waits, and draws one more token of every other answer. */
  void step();

  /** Drops all answers, without a word to their listeners. */
  void clear();

  @Override
  void close();
}
