package dev.rlaif.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** {@code kubectl get --watch} on one run: everything that a user who looks on is told. */
final class RunWatch implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static final Set<String> ENDS = Set.of("Succeeded", "Rejected", "Failed");

  private final String name;
  private final Process process;
  private final List<JsonNode> told = new ArrayList<>();

  RunWatch(Kubectl kubectl, String name) {
    this.name = name;
    List<String> command = kubectl.command("get", "rlaifrun", name, "--watch", "--output", "json");
    try {
      process = new ProcessBuilder(command).redirectErrorStream(false).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread reader = new Thread(() -> read(process.getInputStream()), "watch-" + name);
    reader.setDaemon(true);
    reader.start();
  }

  /** Waits until the run's status is so; in vain if the run ends otherwise. */
  JsonNode await(String what, Predicate<JsonNode> status) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    synchronized (told) {
      while (true) {
        JsonNode now = told.isEmpty() ? null : told.get(told.size() - 1).path("status");
        if (now != null && status.test(now)) {
          return now;
        }
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        boolean ended = now != null && ENDS.contains(now.path("phase").asText());
        if (ended || left <= 0 || !process.isAlive()) {
          throw new AssertionError("waited in vain for " + name + " to be " + what + ": " + now);
        }
        pause(Math.min(left, 1000));
      }
    }
  }

  JsonNode awaitPhase(String phase) {
    return await(phase, status -> status.path("phase").asText().equals(phase));
  }

  JsonNode awaitReason(String reason) {
    return await(reason, status -> Status.ready(status).path("reason").asText().equals(reason));
  }

  JsonNode awaitStep(int step) {
    return await("at step " + step, status -> Status.step(status) >= step);
  }

  /** What a field of the status was over time, without repetitions that follow one another. */
  List<String> course(String pointer) {
    List<String> course = new ArrayList<>();
    synchronized (told) {
      for (JsonNode run : told) {
        String value = run.path("status").at(pointer).asText();
        boolean again = !course.isEmpty() && course.get(course.size() - 1).equals(value);
        if (!value.isEmpty() && !again) {
          course.add(value);
        }
      }
    }
    return course;
  }

  /** The reasons of condition Ready over time. */
  List<String> reasons() {
    synchronized (told) {
      return told.stream()
          .map(run -> Status.ready(run.path("status")).path("reason").asText())
          .filter(reason -> !reason.isEmpty())
          .distinct()
          .toList();
    }
  }

  @Override
  public void close() {
    process.destroy();
  }

  private void read(InputStream stream) {
    try (MappingIterator<JsonNode> runs =
        Kubectl.JSON.readerFor(JsonNode.class).readValues(stream)) {
      while (runs.hasNextValue()) {
        JsonNode run = runs.nextValue();
        synchronized (told) {
          told.add(run);
          told.notifyAll();
        }
      }
    } catch (IOException e) {
      synchronized (told) {
        told.notifyAll(); // closed: whoever waits sees that the process is gone
      }
    }
  }

  private void pause(long milliseconds) {
    try {
      told.wait(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
