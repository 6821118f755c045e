package dev.rlaif.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** {@code kubectl get --watch} on one run: everything that a user who looks on is told. */
final class RunWatch implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private static final Set<String> ENDS = Set.of("Succeeded", "Rejected", "Failed");

  private final Kubectl kubectl;
  private final String name;
  private final Process process;
  private final List<Told> told = new ArrayList<>();

  /** A status, and when this machine heard of it. */
  record Told(Instant at, JsonNode status) {}

  RunWatch(Kubectl kubectl, String name) {
    this.kubectl = kubectl;
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

  Kubectl kubectl() {
    return kubectl;
  }

  String run() {
    return name;
  }

  /** Waits until the run's status is so; in vain if the run ends otherwise. */
  JsonNode await(String what, Predicate<JsonNode> status) {
    return await(what, () -> last().filter(now -> status.test(now.status()))).status();
  }

  /** Waits until the run's status is so, or has been so. */
  Told awaitOnce(String what, Predicate<JsonNode> status) {
    return await(what, () -> told.stream().filter(then -> status.test(then.status())).findFirst());
  }

  JsonNode awaitPhase(String phase) {
    return await(phase, status -> status.path("phase").asText().equals(phase));
  }

  JsonNode awaitReason(String reason) {
    return await(reason, status -> Status.reason(status).equals(reason));
  }

  JsonNode awaitStep(int step) {
    return await("at step " + step, status -> Status.step(status) >= step);
  }

  /** When the run first was in a phase. */
  Instant began(String phase) {
    return awaitOnce(phase, status -> status.path("phase").asText().equals(phase)).at();
  }

  /** What a field of the status was over time, without repetitions that follow one another. */
  List<String> course(String pointer) {
    List<String> course = new ArrayList<>();
    synchronized (told) {
      for (Told then : told) {
        String value = then.status().at(pointer).asText();
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
          .map(then -> Status.reason(then.status()))
          .filter(reason -> !reason.isEmpty())
          .distinct()
          .toList();
    }
  }

  @Override
  public void close() {
    process.destroy();
  }

  private Told await(String what, Supplier<Optional<Told>> wanted) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    synchronized (told) {
      while (true) {
        Optional<Told> found = wanted.get();
        if (found.isPresent()) {
          return found.get();
        }
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (ended() || left <= 0 || !process.isAlive()) {
          throw new AssertionError(
              "waited in vain for "
                  + name
                  + " to be "
                  + what
                  + ": "
                  + last()
                  + ", was "
                  + reasons());
        }
        pause(Math.min(left, 1000));
      }
    }
  }

  private Optional<Told> last() {
    return told.isEmpty() ? Optional.empty() : Optional.of(told.get(told.size() - 1));
  }

  private boolean ended() {
    return last().filter(now -> ENDS.contains(now.status().path("phase").asText())).isPresent();
  }

  private void read(InputStream stream) {
    try (MappingIterator<JsonNode> runs =
        Kubectl.JSON.readerFor(JsonNode.class).readValues(stream)) {
      while (runs.hasNextValue()) {
        JsonNode run = runs.nextValue();
        synchronized (told) {
          told.add(new Told(Instant.now(), run.path("status")));
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
