package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.cli.ChatSide.Drawing;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ChatSessionTest {
  private final StringWriter out = new StringWriter();
  private final Echo base = new Echo("base");
  private final Echo tuned = new Echo("tuned");

  /** Says how it was asked, in two pieces. */
  private static final class Echo implements ChatSide {
    private final String name;
    private final List<Drawing> drawings = new ArrayList<>();

    Echo(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String answer(List<ChatMessage> asked, Drawing drawing, Consumer<String> soFar) {
      String question = asked.get(asked.size() - 1).content();
      if (question.contains("break")) {
        throw StageFailure.wrong("the server is down");
      }
      drawings.add(drawing);
      soFar.accept(name);
      return name + " heard " + asked.size() + ": " + question + "\u001B[2J";
    }
  }

  private ChatSession session(Terminal.Kind kind) {
    return new ChatSession(
        List.of(base, tuned),
        new ChatScreen(new PrintWriter(out), kind, 60),
        new Drawing(0.7, 32, 1));
  }

  @Test
  void eachSideRemembersItsOwnAnswers() {
    var session = session(Terminal.Kind.PLAIN);

    assertThat(session.take("What now?")).isTrue();
    assertThat(session.take("And then?")).isTrue();

    assertThat(out.toString().lines())
        .containsExactly(
            "base: base heard 1: What now?\uFFFD[2J",
            "tuned: tuned heard 1: What now?\uFFFD[2J",
            "",
            "base: base heard 3: And then?\uFFFD[2J",
            "tuned: tuned heard 3: And then?\uFFFD[2J",
            "");
    assertThat(base.drawings).extracting(Drawing::seed).containsExactly(1L, 2L);
    assertThat(tuned.drawings).isEqualTo(base.drawings);
  }

  @Test
  void obeysItsCommands() {
    var session = session(Terminal.Kind.PLAIN);
    session.take("One.");
    session.take("/temperature 0");
    session.take("/temperature hot");
    session.take("/reset");
    session.take("Two.");
    session.take("/what");

    assertThat(out.toString())
        .contains("temperature 0.0", "a number from 0 to 2", "heard 1: Two.", ChatSession.HELP);
    assertThat(base.drawings).extracting(Drawing::temperature).containsExactly(0.7, 0.0);
    assertThat(session.take("/quit")).isFalse();
  }

  @Test
  void anAnswerThatFailsCostsTheQuestionOnly() {
    var session = session(Terminal.Kind.PLAIN);
    session.take("One.");
    session.take("break it");
    session.take("Two.");

    assertThat(out.toString()).contains("the server is down", "heard 3: Two.");
  }

  @Test
  void aTerminalShowsBothInColumnsWhileTheyGrow() {
    session(Terminal.Kind.INTERACTIVE).take("What can I cook with the rice that is left over?");

    String last = out.toString();
    assertThat(last).contains("\u001B[3A\r", "base                         │ tuned");
    assertThat(last.lines().map(line -> line.replaceAll("\u001B\\[\\d*[A-Z]\r?", "")))
        .allSatisfy(line -> assertThat(line.length()).isLessThan(60));
  }

  @Test
  void columnsBreakAtBlanksAndCutWhatIsTooWide() {
    assertThat(SideBySide.wrapped("one two three\nfour " + "x".repeat(12), 8))
        .containsExactly("one two", "three", "four", "xxxxxxxx", "xxxx");
  }
}
