package dev.rlaif.trainer.rollout;

/** An answer in the making, of which the last token is still to be fed. */
interface OpenRow {
  int lastId();

  /** Position of the last drawn token, which is the next input. */
  int position();
}
