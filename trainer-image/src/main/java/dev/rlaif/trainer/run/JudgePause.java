package dev.rlaif.trainer.run;

import dev.rlaif.trainer.chat.Outage;

/** Why a stage waits for its judge, for people. */
final class JudgePause {
  private JudgePause() {}

  static String text(String judge, Outage outage) {
    return "paused: the judge %s is down for %d s and is waited for; %s"
        .formatted(judge, outage.lasted().toSeconds(), outage.why());
  }
}
