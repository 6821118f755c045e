package dev.rlaif.trainer.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.trainer.chat.ApiKey;
import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * A model behind the OpenAI API, which streams its answers as server-sent events.
 *
 * @param url base of the API
 * @param name of the model, as the server knows it
 */
record EndpointSide(OkHttpClient http, String url, String name, ApiKey key) implements ChatSide {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final MediaType TYPE = MediaType.get("application/json");
  private static final String DATA = "data:";
  private static final int QUOTED = 300;

  /** Names of the models that a server has. */
  static List<String> models(OkHttpClient http, String url, ApiKey key) {
    Request.Builder request = new Request.Builder().url(url + "/models");
    key.authorization().ifPresent(value -> request.header("Authorization", value));
    try (Response response = http.newCall(request.build()).execute()) {
      String text = response.body().string();
      List<String> names = new ArrayList<>();
      if (response.isSuccessful()) {
        JSON.readTree(text).path("data").forEach(model -> names.add(model.path("id").asText()));
      }
      if (names.isEmpty()) {
        throw refused(url, response.code(), text);
      }
      return names;
    } catch (IOException e) {
      throw unreachable(url, e);
    }
  }

  @Override
  public String answer(List<ChatMessage> conversation, Drawing drawing, Consumer<String> soFar) {
    Request.Builder request =
        new Request.Builder()
            .url(url + "/chat/completions")
            .post(RequestBody.create(body(conversation, drawing), TYPE));
    key.authorization().ifPresent(value -> request.header("Authorization", value));
    try (Response response = http.newCall(request.build()).execute()) {
      if (!response.isSuccessful()) {
        throw refused(url, response.code(), response.body().string());
      }
      return read(response.body().source(), soFar);
    } catch (IOException e) {
      throw unreachable(url, e);
    }
  }

  private byte[] body(List<ChatMessage> conversation, Drawing drawing) {
    ObjectNode body = JSON.createObjectNode().put("model", name).put("stream", true);
    body.put("temperature", drawing.temperature()).put("max_tokens", drawing.maxNewTokens());
    body.put("seed", drawing.seed()).set("messages", JSON.valueToTree(conversation));
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a conversation is JSON", e);
    }
  }

  private String read(BufferedSource events, Consumer<String> soFar) throws IOException {
    StringBuilder answer = new StringBuilder();
    for (String line = events.readUtf8Line(); line != null; line = events.readUtf8Line()) {
      String data = line.startsWith(DATA) ? line.substring(DATA.length()).strip() : "";
      if (!data.isEmpty() && !data.equals("[DONE]")) {
        JsonNode event = JSON.readTree(data);
        if (event.has("error")) {
          throw refused(url, 200, event.path("error").path("message").asText(data));
        }
        answer.append(event.at("/choices/0/delta/content").asText(""));
        soFar.accept(answer.toString());
      }
    }
    return answer.toString();
  }

  private static StageFailure refused(String url, int status, String said) {
    String quoted = said.length() <= QUOTED ? said : said.substring(0, QUOTED) + " …";
    return StageFailure.wrong(url + " answered with status " + status + ": " + quoted.strip());
  }

  private static StageFailure unreachable(String url, IOException e) {
    return StageFailure.environment(
        url
            + " cannot be reached: "
            + e
            + "; is it the base of an OpenAI API, such as http://127.0.0.1:8000/v1?",
        e);
  }
}
