package dev.rlaif.trainer.chat;

import java.time.Duration;

/** What became of a {@link ChatRequest}. */
public sealed interface ChatResult permits ChatReply, ChatFailure {

  /** Requests that were sent, at least 0. */
  int attempts();

  /** From the first request to the result, waits between attempts included. */
  Duration latency();
}
