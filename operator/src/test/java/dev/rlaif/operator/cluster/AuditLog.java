package dev.rlaif.operator.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The API server's own record of all writing requests; a line stands when the answer has gone. */
public final class AuditLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  AuditLog(Path file) {
    this.file = file;
  }

  /** Where the log ends now, to read from there later. */
  public long position() throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /**
   * All requests since {@code position}, in their order; dry runs write nothing and are left out.
   */
  public List<Write> since(long position) throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      log.seek(position);
      byte[] bytes = new byte[Math.toIntExact(log.length() - position)];
      log.readFully(bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      List<JsonNode> events = new ArrayList<>();
      // a line that is being written has no end yet
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
        events.add(JSON.readTree(line));
      }
      return events.stream().filter(AuditLog::counts).map(AuditLog::write).toList();
    }
  }

  /** How many requests each resource got, for example {@code rlaifruns/status: 3}. */
  public static Map<String, Long> byResource(List<Write> writes) {
    return writes.stream()
        .collect(Collectors.groupingBy(Write::resource, TreeMap::new, Collectors.counting()));
  }

  private static boolean counts(JsonNode event) {
    return event.path("stage").asText().equals("ResponseComplete")
        && event.has("objectRef")
        && !event.path("requestURI").asText().contains("dryRun=");
  }

  private static Write write(JsonNode event) {
    JsonNode object = event.get("objectRef");
    JsonNode user =
        event.has("impersonatedUser") ? event.get("impersonatedUser") : event.path("user");
    String part = object.path("subresource").asText("");
    return new Write(
        user.path("username").asText(),
        event.path("userAgent").asText(),
        event.path("verb").asText(),
        object.path("resource").asText() + (part.isEmpty() ? "" : "/" + part),
        object.path("namespace").asText(""),
        object.path("name").asText(""),
        event.path("responseStatus").path("code").asInt());
  }
}
