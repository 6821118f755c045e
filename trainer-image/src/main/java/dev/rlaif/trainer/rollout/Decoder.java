package dev.rlaif.trainer.rollout;

import java.util.List;

/** Draws the next token of answers in the making. */
interface Decoder extends AutoCloseable {

  /** Feeds each row's last token, and draws one more; row b owns row b of the cache. */
  Draws next(List<ActiveRow> rows);

  @Override
  void close();
}
