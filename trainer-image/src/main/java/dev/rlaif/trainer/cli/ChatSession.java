package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A conversation with several models at once; each remembers its own answers. */
final class ChatSession {
  static final String HELP =
      "/temperature X draws bolder or (0) always the likeliest, /reset begins anew, /quit ends";

  private final List<ChatSide> sides;
  private final ChatScreen screen;
  private final List<List<ChatMessage>> conversations = new ArrayList<>();
  private ChatSide.Drawing drawing;

  ChatSession(List<ChatSide> sides, ChatScreen screen, ChatSide.Drawing drawing) {
    this.sides = List.copyOf(sides);
    this.screen = screen;
    this.drawing = drawing;
    reset();
  }

  /** Takes what a person typed; false if it was the last. */
  boolean take(String typed) {
    String line = typed.strip();
    if (line.isEmpty()) {
      return true;
    }
    if (!line.startsWith("/")) {
      answer(line);
      return true;
    }
    String[] words = line.split("\\s+", 2);
    switch (words[0]) {
      case "/quit" -> {
        return false;
      }
      case "/reset" -> {
        reset();
        screen.say("a new conversation");
      }
      case "/temperature" -> temperature(words.length < 2 ? "" : words[1]);
      default -> screen.say(HELP);
    }
    return true;
  }

  private void reset() {
    conversations.clear();
    sides.forEach(side -> conversations.add(new ArrayList<>()));
  }

  private void temperature(String wanted) {
    try {
      double value = Double.parseDouble(wanted);
      if (value >= 0 && value <= 2) {
        drawing = drawing.withTemperature(value);
        screen.say(String.format(Locale.ROOT, "temperature %s", value));
        return;
      }
    } catch (NumberFormatException e) {
      // said below, as any other wrong number is
    }
    screen.say("the temperature is a number from 0 to 2, such as /temperature 0.7");
  }

  /** An answer that fails costs the question, not the conversation. */
  private void answer(String question) {
    screen.begin(sides.stream().map(ChatSide::name).toList());
    List<String> answers = new ArrayList<>();
    try {
      for (int i = 0; i < sides.size(); i++) {
        int side = i;
        List<ChatMessage> asked = new ArrayList<>(conversations.get(i));
        asked.add(ChatMessage.user(question));
        String said = sides.get(i).answer(asked, drawing, text -> screen.grows(side, text));
        screen.grows(i, said);
        answers.add(said);
      }
    } catch (StageFailure failure) {
      screen.end();
      screen.say(failure.message());
      return;
    }
    for (int i = 0; i < sides.size(); i++) {
      conversations.get(i).add(ChatMessage.user(question));
      conversations.get(i).add(ChatMessage.assistant(answers.get(i)));
    }
    drawing = drawing.withSeed(drawing.seed() + 1);
    screen.end();
  }
}
