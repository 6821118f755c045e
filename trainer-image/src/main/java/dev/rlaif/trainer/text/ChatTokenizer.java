package dev.rlaif.trainer.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.stage.Fingerprint;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Tokenizer and chat template of a model folder: conversations to ids, ids to text. */
public final class ChatTokenizer implements AutoCloseable {
  private final Path file;
  private final HuggingFaceTokenizer tokenizer;
  private final ChatTemplate template;
  private final int[] stopIds;

  private ChatTokenizer(
      Path file, HuggingFaceTokenizer tokenizer, ChatTemplate template, int[] stopIds) {
    this.file = file;
    this.tokenizer = tokenizer;
    this.template = template;
    this.stopIds = stopIds;
  }

  /**
   * Opens the tokenizer of a Hugging Face model folder.
   *
   * @throws StageFailure it is missing or damaged, or has tokens that the model has not
   */
  public static ChatTokenizer open(Path path) {
    Path file = path.resolve("tokenizer.json");
    if (!Files.exists(file)) {
      throw StageFailure.wrong(
          path + " has no tokenizer.json: use a model folder with a fast tokenizer");
    }
    VocabularyCheck.require(new ModelFolder(path));
    ChatTemplate template = ChatTemplate.open(path);
    try {
      HuggingFaceTokenizer tokenizer =
          HuggingFaceTokenizer.newInstance(
              file,
              Map.of(
                  "addSpecialTokens", "false",
                  "truncation", "do_not_truncate",
                  "padding", "do_not_pad"));
      return new ChatTokenizer(
          file, tokenizer, template, stopIds(new ModelFolder(path), tokenizer));
    } catch (IOException | RuntimeException e) {
      throw new StageFailure(
          StageFailure.Exit.WRONG, file + " cannot be read as a tokenizer: " + e.getMessage(), e);
    }
  }

  /** Ids of a conversation up to the place where the assistant's answer begins. */
  public int[] promptIds(List<ChatMessage> messages) {
    return encode(template.render(messages, ChatTemplate.GenerationPrompt.ADDED));
  }

  /** The rendered conversation up to the place where the assistant's answer begins. */
  public String promptText(List<ChatMessage> messages) {
    return template.render(messages, ChatTemplate.GenerationPrompt.ADDED);
  }

  /**
   * Ids of an answer that somebody else wrote, as the model would generate it: what the chat
   * template puts after the prompt, up to and with the token that ends an answer.
   *
   * @throws StageFailure if the template renders the prompt otherwise when an answer follows it
   */
  public int[] answerIds(List<ChatMessage> messages, String answer) {
    String prompt = promptText(messages);
    List<ChatMessage> whole = new ArrayList<>(messages);
    whole.add(ChatMessage.assistant(answer));
    String conversation = template.render(whole, ChatTemplate.GenerationPrompt.LEFT_OUT);
    if (!conversation.startsWith(prompt)) {
      throw StageFailure.wrong(
          "the chat template of "
              + file.resolveSibling("")
              + " renders a prompt otherwise when its answer follows, so an answer that the model"
              + " did not generate has no ids: let the run make its own pairs, without spec.pairs");
    }
    int[] ids = encode(conversation.substring(prompt.length()));
    for (int i = 0; i < ids.length; i++) {
      if (Arrays.binarySearch(stopIds, ids[i]) >= 0) {
        return Arrays.copyOf(ids, i + 1);
      }
    }
    return ids;
  }

  /** SHA-256 of the tokenizer: ids mean the same to models that share it. */
  public String fingerprint() {
    try {
      return Fingerprint.ofFile(file);
    } catch (IOException e) {
      throw StageFailure.environment(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Ids of a text as it stands; special tokens are recognised, none is added. */
  public int[] encode(String text) {
    Encoding encoding = tokenizer.encode(text, false, false);
    return Arrays.stream(encoding.getIds()).mapToInt(Math::toIntExact).toArray();
  }

  /** Text of ids, special tokens left out. */
  public String decode(int[] ids) {
    return tokenizer.decode(Arrays.stream(ids).asLongStream().toArray(), true);
  }

  /** Every id that ends an answer: of generation_config.json, config.json and the tokenizer. */
  public int[] stopIds() {
    return stopIds.clone();
  }

  @Override
  public void close() {
    tokenizer.close();
  }

  private static int[] stopIds(ModelFolder folder, HuggingFaceTokenizer tokenizer) {
    TreeSet<Integer> ids = new TreeSet<>();
    for (String name : List.of("generation_config.json", "config.json")) {
      folder.json(name).ifPresent(config -> addAll(config.path("eos_token_id"), ids));
    }
    folder
        .json("tokenizer_config.json")
        .flatMap(config -> ModelFolder.specialToken(config, "eos_token"))
        .map(text -> tokenizer.encode(text, false, false).getIds())
        .filter(encoded -> encoded.length == 1)
        .ifPresent(encoded -> ids.add(Math.toIntExact(encoded[0])));
    if (ids.isEmpty()) {
      throw StageFailure.wrong(
          folder.path()
              + " names no end-of-sequence token (eos_token_id in generation_config.json or"
              + " config.json, eos_token in tokenizer_config.json): answers would never end");
    }
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void addAll(JsonNode eos, TreeSet<Integer> ids) {
    if (eos.isInt()) {
      ids.add(eos.asInt());
    } else if (eos.isArray()) {
      eos.forEach(id -> ids.add(id.asInt()));
    }
  }
}
