package dev.rlaif.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.chat.ChatReply;
import dev.rlaif.trainer.chat.ChatRequest;
import dev.rlaif.trainer.chat.ChatResult;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.FinishReason;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Generator;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ModelChatTest {
  private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch begin = new CountDownLatch(1);

  /** Repeats the prompt and adds the seed; begins when it is let. */
  private final class Echo implements Generator {
    private final StopSignal stop;

    Echo(StopSignal stop) {
      this.stop = stop;
    }

    @Override
    public List<Completion> generate(
        List<GenerationRequest> requests, Sampling sampling, Consumer<Completion> finished) {
      while (begin.getCount() > 0) {
        stop.check();
        Thread.onSpinWait();
      }
      batches.add(requests.size());
      List<Completion> all = requests.stream().map(this::answer).toList();
      all.forEach(finished);
      return all;
    }

    private Completion answer(GenerationRequest request) {
      int[] ids = Arrays.copyOf(request.promptIds(), request.promptIds().length + 1);
      ids[ids.length - 1] = (int) ('0' + request.seed());
      return new Completion(
          request.index(), request.promptIds(), ids, new float[ids.length], FinishReason.STOP);
    }
  }

  private ModelChat chat() {
    return new ModelChat(
        messages -> text(messages).chars().toArray(),
        ids -> new String(ids, 0, ids.length),
        Echo::new);
  }

  private static String text(List<ChatMessage> messages) {
    String text = messages.get(messages.size() - 1).content();
    if (text.equals("too long")) {
      throw StageFailure.wrong("prompt is too long");
    }
    return text;
  }

  private static ChatRequest request(String text, double temperature, long seed) {
    return ChatRequest.text(List.of(ChatMessage.user(text)), temperature, 9).withSeed(seed);
  }

  @Test
  void whatWaitsIsAnsweredTogetherEachWithItsSeed() {
    try (ModelChat chat = chat()) {
      List<CompletableFuture<ChatResult>> replies =
          IntStream.range(0, 9).mapToObj(i -> chat.send(request("q" + i, 1, i))).toList();
      CompletableFuture<ChatResult> other = chat.send(request("cold", 0, 7));
      begin.countDown();

      for (int i = 0; i < 9; i++) {
        assertThat(((ChatReply) replies.get(i).join()).text()).isEqualTo("q" + i + i);
      }
      assertThat(((ChatReply) other.join()).text()).isEqualTo("cold7");
    }
    assertThat(batches.stream().mapToInt(Integer::intValue).sum()).isEqualTo(10);
    assertThat(batches).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void closesInTheMidstOfAnAnswer() {
    ModelChat chat = chat();
    CompletableFuture<ChatResult> reply = chat.send(request("a", 1, 1));
    chat.close();
    assertThat(reply).isCompletedExceptionally();
    assertThat(chat.send(request("b", 1, 1))).isCompletedExceptionally();
  }

  @Test
  void tellsAllWhoWaitWhatTheEngineFailedOf() {
    try (ModelChat chat = chat()) {
      begin.countDown();
      CompletableFuture<ChatResult> reply = chat.send(request("too long", 1, 1));
      assertThatThrownBy(reply::join).hasRootCauseMessage("prompt is too long");
    }
  }
}
