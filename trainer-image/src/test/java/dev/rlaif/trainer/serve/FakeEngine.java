package dev.rlaif.trainer.serve;

import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.rollout.AnswerBatch;
import dev.rlaif.trainer.rollout.FinishReason;
import dev.rlaif.trainer.rollout.LiveRequest;
import dev.rlaif.trainer.rollout.RowListener;
import dev.rlaif.trainer.rollout.TokenChances;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Tokens are the bytes of UTF-8, 256 ends an answer; what it says follows from the request. */
final class FakeEngine implements AnswerEngine {
  static final int END = 256;

  /** Tokens of each prompt that it says it had read before. */
  static final int REUSED = 2;

  private static final float[] LOG_PROBS = {-0.25f, -1.5f};

  /** Rows of each step. */
  final List<Integer> sizes = new CopyOnWriteArrayList<>();

  final List<LiveRequest> requests = new CopyOnWriteArrayList<>();
  final List<String> prompts = new CopyOnWriteArrayList<>();
  final AtomicInteger tokens = new AtomicInteger();

  /** Every step takes one permit. */
  final Semaphore steps = new Semaphore(1_000_000);

  private final Function<LiveRequest, String> says;

  FakeEngine(Function<LiveRequest, String> says) {
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
  public AnswerBatch newBatch(int maxRows, long prefixBytes) {
    return new FakeBatch(maxRows);
  }

  private final class FakeBatch implements AnswerBatch {
    private final int maxRows;
    private final List<Row> rows = new ArrayList<>();

    FakeBatch(int maxRows) {
      this.maxRows = maxRows;
    }

    @Override
    public int size() {
      return rows.size();
    }

    @Override
    public boolean admits(LiveRequest request) {
      return rows.size() < maxRows;
    }

    @Override
    public void add(LiveRequest request) {
      prompts.add(decode(request.promptIds()));
      requests.add(request);
      rows.add(new Row(request));
    }

    @Override
    public void step() {
      steps.acquireUninterruptibly();
      rows.removeIf(row -> !row.request.listener().isWanted());
      sizes.add(rows.size());
      rows.removeIf(row -> !step(row));
    }

    /** Whether the row goes on. */
    private boolean step(Row row) {
      tokens.incrementAndGet();
      int[] words = encode(says.apply(row.request));
      int id = row.drawn < words.length ? words[row.drawn] : END;
      RowListener listener = row.request.listener();
      if (row.drawn++ == 0) {
        listener.promptRead(REUSED);
      }
      if (listener.wantedChances() >= 0) {
        int[] top = Arrays.copyOf(new int[] {id, 'Z'}, Math.min(2, listener.wantedChances()));
        listener.chances(new TokenChances(id, -0.25f, top, Arrays.copyOf(LOG_PROBS, top.length)));
      }
      boolean wanted = listener.token(id);
      boolean isWhole = id == END || row.drawn == row.request.maxNewTokens();
      if (wanted && isWhole) {
        listener.finished(id == END ? FinishReason.STOP : FinishReason.LENGTH);
      }
      return wanted && !isWhole;
    }

    @Override
    public void clear() {
      rows.clear();
    }

    @Override
    public void close() {
      rows.clear();
    }
  }

  private static final class Row {
    private final LiveRequest request;
    private int drawn;

    Row(LiveRequest request) {
      this.request = request;
    }
  }
}
