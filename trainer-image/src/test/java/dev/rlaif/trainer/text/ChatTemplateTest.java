package dev.rlaif.trainer.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.text.ChatTemplate.GenerationPrompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatTemplateTest {
  private static final List<ChatMessage> CONVERSATION =
      List.of(ChatMessage.system("Be brief."), ChatMessage.user("What's for {{ dinner }}?"));
  private static final String CHATML =
      "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' +"
          + " message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}"
          + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

  @TempDir Path folder;

  @Test
  void rendersWithAndWithoutTheGenerationPrompt() throws IOException {
    config(Map.of("chat_template", CHATML));

    ChatTemplate template = ChatTemplate.open(folder);

    String turns =
        "<|im_start|>system\nBe brief.<|im_end|>\n"
            + "<|im_start|>user\nWhat's for {{ dinner }}?<|im_end|>\n";
    assertThat(template.render(CONVERSATION, GenerationPrompt.LEFT_OUT)).isEqualTo(turns);
    assertThat(template.render(CONVERSATION, GenerationPrompt.ADDED))
        .isEqualTo(turns + "<|im_start|>assistant\n");
  }

  @Test
  void trimsBlocksAsHuggingFaceDoes() throws IOException {
    config(
        Map.of(
            "bos_token",
            Map.of("content", "<s>"),
            "chat_template",
            "{{ bos_token }}\n{% for m in messages %}\n  {% if m.role == 'user' %}\n"
                + "[INST] {{ m.content | trim }} [/INST]\n  {% endif %}\n{% endfor %}\n"));

    String text =
        ChatTemplate.open(folder)
            .render(List.of(ChatMessage.user(" Rice? ")), GenerationPrompt.ADDED);

    assertThat(text).isEqualTo("<s>\n[INST] Rice? [/INST]\n");
  }

  @Test
  void prefersTheFileOverTheConfiguration() throws IOException {
    config(Map.of("chat_template", "old"));
    Files.writeString(folder.resolve("chat_template.jinja"), "new");

    assertThat(ChatTemplate.open(folder).render(CONVERSATION, GenerationPrompt.ADDED))
        .isEqualTo("new");
  }

  @Test
  void takesTheDefaultOfNamedTemplates() throws IOException {
    config(
        Map.of(
            "chat_template",
            List.of(
                Map.of("name", "tool_use", "template", "tools"),
                Map.of("name", "default", "template", "chat"))));

    assertThat(ChatTemplate.open(folder).render(CONVERSATION, GenerationPrompt.ADDED))
        .isEqualTo("chat");
  }

  @Test
  void refusesATokenizerWithoutTemplate() throws IOException {
    config(Map.of("eos_token", "</s>"));

    assertThatThrownBy(() -> ChatTemplate.open(folder))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("without a chat template")
        .hasMessageContaining("chat_template.jinja");
  }

  @Test
  void refusesAFilterThatIsNotKnown() throws IOException {
    config(
        Map.of(
            "chat_template",
            "{% for m in messages %}\n{{ m.content | no_such_filter }}\n{% endfor %}"));

    assertThatThrownBy(() -> ChatTemplate.open(folder).render(CONVERSATION, GenerationPrompt.ADDED))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("no_such_filter");
  }

  @Test
  void quotesThePlaceOfATemplateThatCannotBeRendered() throws IOException {
    config(Map.of("chat_template", "a\n{% for m in messages %}\n{{ m.content }}\n{% endfo %}"));

    assertThatThrownBy(() -> ChatTemplate.open(folder).render(CONVERSATION, GenerationPrompt.ADDED))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("endfo");
  }

  @Test
  void endsWithTheTemplateAuthorsMessage() throws IOException {
    config(
        Map.of(
            "chat_template",
            "{% if messages[0]['role'] == 'system' %}"
                + "{{ raise_exception('System role not supported') }}{% endif %}"));

    assertThatThrownBy(() -> ChatTemplate.open(folder).render(CONVERSATION, GenerationPrompt.ADDED))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("System role not supported");
  }

  @Test
  void fallsBackToTheFileOfProcessors() throws IOException {
    config(Map.of("eos_token", "</s>"));
    new ObjectMapper()
        .writeValue(
            folder.resolve("chat_template.json").toFile(),
            Map.of("chat_template", "{{ eos_token }}"));

    assertThat(ChatTemplate.open(folder).render(CONVERSATION, GenerationPrompt.ADDED))
        .isEqualTo("</s>");
  }

  @Test
  void saysWhichNamedTemplatesThereAre() throws IOException {
    config(Map.of("chat_template", List.of(Map.of("name", "rag", "template", "x"))));

    assertThatThrownBy(() -> ChatTemplate.open(folder))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("[rag]")
        .hasMessageContaining("chat_template.jinja");
  }

  private void config(Map<String, Object> content) throws IOException {
    new ObjectMapper().writeValue(folder.resolve("tokenizer_config.json").toFile(), content);
  }
}
