package dev.rlaif.trainer.serve;

import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.FinishReason;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.rollout.TokenChances;
import dev.rlaif.trainer.rollout.TokenListener;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/** Tokens are the bytes of UTF-8, 256 ends an answer; what it says follows from the request. */
final class FakeEngine implements AnswerEngine {
  static final int END = 256;
  private static final float[] LOG_PROBS = {-0.25f, -1.5f};

  final List<Integer> batches = new CopyOnWriteArrayList<>();
  final List<Sampling> samplings = new CopyOnWriteArrayList<>();
  final List<String> prompts = new CopyOnWriteArrayList<>();
  final AtomicInteger tokens = new AtomicInteger();

  /** Every batch takes one permit before it begins. */
  final Semaphore permits = new Semaphore(1_000_000);

  /** Every step of a batch takes one permit. */
  final Semaphore steps = new Semaphore(1_000_000);

  private final Function<GenerationRequest, String> says;

  FakeEngine(Function<GenerationRequest, String> says) {
    this.says = says;
  }

  static FakeEngine saying(String words) {
    return new FakeEngine(request -> words);
  }

  @Override
  public int[] encode(List<ChatMessage> messages) {
    if (messages.get(messages.size() - 1).role().equals("assistant")) {
      throw new IllegalArgumentException("the last message must be the user's");
    }
    var text = new StringBuilder();
    messages.forEach(m -> text.append(m.role()).append(": ").append(m.content()).append('\n'));
    return encode(text.toString());
  }

  @Override
  public int[] encode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var ids = new int[bytes.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = bytes[i] & 0xff;
    }
    return ids;
  }

  @Override
  public String decode(int[] ids) {
    int[] shown = Arrays.stream(ids).filter(id -> id < END).toArray();
    var bytes = new byte[shown.length];
    for (int i = 0; i < shown.length; i++) {
      bytes[i] = (byte) shown[i];
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public int contextTokens() {
    return 500;
  }

  @Override
  public void generate(
      List<GenerationRequest> requests,
      Sampling sampling,
      Consumer<Completion> finished,
      TokenListener listener) {
    permits.acquireUninterruptibly();
    batches.add(requests.size());
    samplings.add(sampling);
    List<Row> rows = new ArrayList<>();
    for (GenerationRequest request : requests) {
      prompts.add(decode(request.promptIds()));
      int[] words = encode(says.apply(request));
      int[] ids = Arrays.copyOf(words, words.length + 1);
      ids[words.length] = END;
      rows.add(new Row(request, ids));
    }
    for (int t = 0; !rows.isEmpty(); t++) {
      steps.acquireUninterruptibly();
      int step = t;
      rows.removeIf(row -> !step(row, step, sampling.maxNewTokens(), finished, listener));
    }
  }

  private boolean step(
      Row row, int t, int limit, Consumer<Completion> finished, TokenListener listener) {
    tokens.incrementAndGet();
    int index = row.request().index();
    int id = row.ids()[t];
    if (listener.wantedChances(index) > 0) {
      listener.chances(index, new TokenChances(id, -0.25f, new int[] {id, 'Z'}, LOG_PROBS));
    }
    boolean wanted = listener.token(index, id);
    boolean ended = row.ids()[t] == END;
    if (wanted && !ended && t + 1 < limit) {
      return true;
    }
    int[] said = Arrays.copyOf(row.ids(), t + 1);
    finished.accept(
        new Completion(
            row.request().index(),
            row.request().promptIds(),
            said,
            new float[said.length],
            ended ? FinishReason.STOP : FinishReason.LENGTH));
    return false;
  }

  private record Row(GenerationRequest request, int[] ids) {}
}
