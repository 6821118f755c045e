package dev.rlaif.trainer.browser;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A page in the browser. */
public final class Tab implements AutoCloseable {
  /** Kinds of messages that a page without a mistake does not cause. */
  private static final List<String> COMPLAINTS = List.of("error", "warning", "assert");

  private final DevTools tools;
  private final String target;
  private final String session;
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final int width;

  private Tab(DevTools tools, String target, String session, int width) {
    this.tools = tools;
    this.target = target;
    this.session = session;
    this.width = width;
  }

  static Tab open(DevTools tools, int width, int height) throws InterruptedException {
    String target =
        tools
            .call("", "Target.createTarget", Map.of("url", "about:blank"))
            .path("targetId")
            .asText();
    String session =
        tools
            .call("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .path("sessionId")
            .asText();
    var tab = new Tab(tools, target, session, width);
    tools.listen(tab::hear);
    for (String domain : List.of("Page", "Runtime", "Log")) {
      tab.call(domain + ".enable", Map.of());
    }
    tab.size(height);
    return tab;
  }

  /** Whether pages are asked to be dark. */
  public void scheme(boolean dark) throws InterruptedException {
    Map<String, Object> feature =
        Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
    call("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
  }

  public void open(String url) throws InterruptedException {
    call("Page.navigate", Map.of("url", url));
    await("document.readyState === 'complete' && location.href !== 'about:blank'");
  }

  /** The value of an expression of the page; a promise is waited for. */
  public JsonNode evaluate(String expression) throws InterruptedException {
    JsonNode reply =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (reply.has("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + reply.path("exceptionDetails"));
    }
    return reply.path("result").path("value");
  }

  /** Waits until an expression is true. */
  public void await(String expression) throws InterruptedException {
    await(expression, Duration.ofSeconds(30));
  }

  /** Waits until an expression is true; how long that took. */
  public Duration await(String expression, Duration limit) throws InterruptedException {
    long begun = System.nanoTime();
    while (!evaluate("Boolean(" + expression + ")").asBoolean()) {
      if (System.nanoTime() - begun > limit.toNanos()) {
        throw new AssertionError("not true within " + limit + ": " + expression);
      }
      Thread.sleep(20);
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** Presses a key where the focus is, by its name of the DOM, such as {@code ArrowLeft}. */
  public void press(String key) throws InterruptedException {
    Map<String, Integer> codes =
        Map.of("Tab", 9, "Enter", 13, "End", 35, "Home", 36, "ArrowLeft", 37, "ArrowRight", 39);
    int code = codes.getOrDefault(key, 0);
    call(
        "Input.dispatchKeyEvent",
        Map.of("type", "rawKeyDown", "key", key, "windowsVirtualKeyCode", code));
    call(
        "Input.dispatchKeyEvent",
        Map.of("type", "keyUp", "key", key, "windowsVirtualKeyCode", code));
  }

  /** Types into what has the focus. */
  public void type(String text) throws InterruptedException {
    call("Input.insertText", Map.of("text", text));
  }

  /** Moves the mouse to a place of the window. */
  public void point(double x, double y) throws InterruptedException {
    call("Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", x, "y", y));
  }

  /** The whole page as a PNG file. */
  public Path screenshot(Path file) throws IOException, InterruptedException {
    int height = evaluate("document.documentElement.scrollHeight").asInt();
    size(height);
    evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
    String data = call("Page.captureScreenshot", Map.of("format", "png")).path("data").asText();
    Files.createDirectories(file.toAbsolutePath().getParent());
    return Files.write(file, Base64.getDecoder().decode(data));
  }

  /** Errors and warnings so far: of scripts, of the console, of the network, of the policy. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  @Override
  public void close() {
    tools.tell("", "Target.closeTarget", Map.of("targetId", target));
  }

  private void size(int height) throws InterruptedException {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  private JsonNode call(String method, Map<String, Object> parameters) throws InterruptedException {
    return tools.call(session, method, parameters);
  }

  private void hear(JsonNode event) {
    if (!event.path("sessionId").asText().equals(session)) {
      return;
    }
    JsonNode said = event.path("params");
    switch (event.path("method").asText()) {
      case "Runtime.exceptionThrown" -> complaints.add(said.path("exceptionDetails").toString());
      case "Runtime.consoleAPICalled" -> {
        if (COMPLAINTS.contains(said.path("type").asText())) {
          complaints.add(said.path("args").toString());
        }
      }
      case "Log.entryAdded" -> {
        if (COMPLAINTS.contains(said.path("entry").path("level").asText())) {
          complaints.add(said.path("entry").toString());
        }
      }
      default -> {}
    }
  }
}
