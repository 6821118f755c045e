package dev.rlaif.trainer.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.trainer.chat.ChatFailure;
import dev.rlaif.trainer.chat.ChatReply;
import dev.rlaif.trainer.chat.ChatRequest;
import dev.rlaif.trainer.chat.ChatResult;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.stage.Stopped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StreamedPromptsTest {
  private static final GeneratorRecipe RECIPE = PromptGeneratorTest.RECIPE;
  private static final List<Prompt> FIRST = List.of(new Prompt("f", "What was first?"));
  private static final int BEGIN = 10;

  private final List<String> said = Collections.synchronizedList(new ArrayList<>());
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final List<Thread> producers = new ArrayList<>();
  private final List<StreamedPrompts> streams = new ArrayList<>();
  private final Path folder;
  private QuestionJournal journal;

  StreamedPromptsTest(@TempDir Path folder) {
    this.folder = folder;
    this.journal = QuestionJournal.open(folder.resolve("journal.jsonl"));
  }

  @AfterEach
  void end() throws InterruptedException {
    streams.forEach(StreamedPrompts::end);
    for (Thread producer : producers) {
      producer.join();
    }
    journal.close();
  }

  private StreamedPrompts stream(int end, int ahead, FakeChat chat, int window) {
    List<Prompt> heldOut = List.of(new Prompt("h", "What is held out?"));
    StopSignal stop = stopped::get;
    var prompts =
        new StreamedPrompts(
            journal,
            new StreamedPrompts.Range(BEGIN, end),
            new NovelPrompts(FIRST, heldOut, prompt -> prompt.question().length() < 60),
            ahead,
            said::add,
            stop);
    var generator = new PromptGenerator(chat, RECIPE, window);
    var producer =
        new Thread(() -> prompts.produce(generator, new GenerationTally(RECIPE, List.of())));
    producer.start();
    producers.add(producer);
    streams.add(prompts);
    return prompts;
  }

  private static List<String> texts(List<Prompt> prompts) {
    return prompts.stream().map(Prompt::question).toList();
  }

  @Test
  void beginsWithWhatIsThereAndComesInTheOrderOfTheNumbers() throws InterruptedException {
    var chat = FakeChat.holding(FakeChat::ownQuestion);
    StreamedPrompts stream = stream(BEGIN + 4, 100, chat, 4);
    awaitSent(chat, 4);
    for (int n : new int[] {3, 1, 2, 0}) {
      chat.release(n);
    }

    List<String> wanted = new ArrayList<>(List.of("What was first?"));
    for (int n = BEGIN; n < BEGIN + 4; n++) {
      wanted.add("What is " + RECIPE.request(n, 1).seed().orElseThrow() + "?");
    }
    assertThat(texts(stream.take(0, 5))).isEqualTo(wanted);
    assertThat(texts(stream.take(2, 2))).isEqualTo(wanted.subList(2, 4));
    assertThat(texts(stream.take(3, 9))).as("the end").isEqualTo(wanted.subList(3, 5));
    assertThat(stream.take(5, 9)).isEmpty();
  }

  @Test
  void staysABoundedNumberAhead() throws InterruptedException {
    var chat = FakeChat.saying(FakeChat::ownQuestion);
    StreamedPrompts stream = stream(5000, 20, chat, 4);
    awaitSent(chat, 19);
    assertThat(stream.take(0, 10)).hasSize(10);
    awaitSent(chat, 29);
    // Whoever asked for more would have done so by now: the producer sleeps.
    Thread.sleep(300);
    assertThat(chat.sent()).isEqualTo(29);
  }

  @Test
  void dropsWhatIsKnownHeldOutMalformedOrTooLong() {
    Map<Integer, ChatResult> replies =
        Map.of(
            0, FakeChat.question("what was FIRST"),
            1, FakeChat.question("What is held out"),
            2, FakeChat.question("Why " + "on earth ".repeat(9) + "?"),
            3, FakeChat.question("What is new?"),
            4, FakeChat.question("What is new?"),
            5, FakeChat.failure(ChatFailure.Kind.REFUSED, "declined"));
    var chat =
        FakeChat.saying((request, n) -> replies.getOrDefault(n, ChatReply.of("no question")));
    StreamedPrompts stream = stream(BEGIN + 7, 100, chat, 1);

    assertThat(texts(stream.take(0, Integer.MAX_VALUE)))
        .containsExactly("What was first?", "What is new?");
    assertThat(stream.counts()).isEqualTo(new StreamCounts(7, 1, 1, 1, 2, 0, 1, 1));
    assertThat(said).isEmpty();
  }

  @Test
  void aResumedStreamIsTheSameAndAsksForNothingThatIsKept() {
    var whole = stream(BEGIN + 60, 100, FakeChat.saying(FakeChat::ownQuestion), 8);
    List<Prompt> all = whole.take(0, Integer.MAX_VALUE);
    assertThat(all).hasSize(61);

    var again = FakeChat.saying((request, n) -> FakeChat.question("Another " + n + "?"));
    assertThat(stream(BEGIN + 60, 100, again, 8).take(0, Integer.MAX_VALUE)).isEqualTo(all);
    assertThat(again.sent()).isZero();
  }

  @Test
  void aGapThatAKillLeftIsFilledInItsPlace() {
    List<Prompt> all =
        stream(BEGIN + 20, 100, FakeChat.saying(FakeChat::ownQuestion), 4)
            .take(0, Integer.MAX_VALUE);
    var gaps = QuestionJournal.open(folder.resolve("gaps.jsonl"));
    for (SettledQuestion settled : journal.first(Integer.MAX_VALUE)) {
      if (settled.number() % 5 != 1) {
        gaps.add(settled);
      }
    }
    journal.close();
    journal = gaps;
    var chat = FakeChat.saying(FakeChat::ownQuestion);
    assertThat(stream(BEGIN + 20, 100, chat, 4).take(0, Integer.MAX_VALUE)).isEqualTo(all);
    assertThat(chat.sent()).isEqualTo(4);
  }

  @Test
  void waitsWithALineWhenTheProducerIsSlower() throws InterruptedException {
    var chat = FakeChat.holding(FakeChat::ownQuestion);
    StreamedPrompts stream = stream(BEGIN + 3, 100, chat, 4);
    awaitSent(chat, 3);
    List<Prompt> taken = Collections.synchronizedList(new ArrayList<>());
    var training = new Thread(() -> taken.addAll(stream.take(0, 4)));
    training.start();
    chat.release(0);
    chat.release(1);
    while (said.isEmpty()) {
      Thread.sleep(1);
    }
    assertThat(taken).isEmpty();
    chat.release(2);
    training.join();

    assertThat(taken).hasSize(4);
    assertThat(said).singleElement().asString().contains("waiting for questions", "of the 4");
  }

  @Test
  void asksAnewForWhatTheServerFailedToAnswerInItsPlace() {
    Map<Long, Integer> tries = new ConcurrentHashMap<>();
    long twice = seed(BEGIN + 1);
    long always = seed(BEGIN + 3);
    var chat =
        FakeChat.saying(
            (request, n) -> {
              long seed = request.seed().orElseThrow();
              int tried = tries.merge(seed, 1, Integer::sum);
              return seed == always || (seed == twice && tried < 3)
                  ? FakeChat.failure(ChatFailure.Kind.TIMEOUT, "slow")
                  : FakeChat.ownQuestion(request, n);
            });
    StreamedPrompts stream = stream(BEGIN + 5, 100, chat, 2);

    assertThat(texts(stream.take(0, Integer.MAX_VALUE)))
        .hasSize(5)
        .startsWith("What was first?", "What is " + seed(BEGIN) + "?", "What is " + twice + "?");
    assertThat(stream.counts()).returns(4, StreamCounts::used).returns(1, StreamCounts::refused);
    assertThat(tries).containsEntry(always, 3).containsEntry(twice, 3);
  }

  private static long seed(int number) {
    ChatRequest request = RECIPE.request(number, 1);
    return request.seed().orElseThrow();
  }

  @Test
  void whatIsThereIsGivenAndThenItIsSaidThatTheServerFails() {
    var down = FakeChat.failure(ChatFailure.Kind.NETWORK, "http://x cannot be reached");
    var chat = FakeChat.saying((request, n) -> n < 5 ? FakeChat.ownQuestion(request, n) : down);
    StreamedPrompts stream = stream(5000, 100, chat, 4);

    assertThat(stream.take(0, 6)).hasSize(6);
    assertThatThrownBy(() -> stream.take(6, 6))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("http://x cannot be reached")
        .extracting(e -> ((StageFailure) e).exit().code())
        .isEqualTo(1);
    assertThat(journal.first(5000)).as("an outage settles nothing").hasSizeBetween(5, 8);
  }

  @Test
  void stopsWaitingWhenAskedTo() {
    StreamedPrompts stream = stream(50, 100, FakeChat.holding(FakeChat::ownQuestion), 4);
    stopped.set(true);
    assertThatThrownBy(() -> stream.take(0, 6)).isInstanceOf(Stopped.class);
  }

  private static void awaitSent(FakeChat chat, int count) throws InterruptedException {
    while (chat.sent() < count) {
      Thread.sleep(1);
    }
  }
}
