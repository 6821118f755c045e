package dev.rlaif.trainer.chat;

import java.time.Duration;

/**
 * A server is down; conversations wait for it.
 *
 * @param lasted since its first failure in a row
 * @param why what the newest failure said
 */
public record Outage(Duration lasted, String why) {}
