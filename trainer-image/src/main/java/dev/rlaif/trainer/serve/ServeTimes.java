package dev.rlaif.trainer.serve;

import java.time.Duration;

/**
 * How long a server waits.
 *
 * @param heartbeat a stream that was silent for so long gets a comment, so that nobody between
 *     server and client takes it for dead
 * @param body for the whole of a request
 * @param slowReader a stream of which nothing could be written for so long is given up
 * @param stopGrace for running answers to end when the server stops
 */
public record ServeTimes(
    Duration heartbeat, Duration body, Duration slowReader, Duration stopGrace) {

  public static final ServeTimes USUAL =
      new ServeTimes(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30));
}
