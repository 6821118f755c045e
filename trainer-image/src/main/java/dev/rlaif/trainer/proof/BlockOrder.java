package dev.rlaif.trainer.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A prompt template with its blocks of question and answer the other way round. A block is the line
 * with the placeholder, and around it what belongs to it: a heading that ends in a colon, a tag,
 * marks without words such as {@code ###}.
 */
final class BlockOrder {
  private static final Pattern MARKS = Pattern.compile("[^\\p{L}\\p{N}{}]+");
  private static final Pattern OPENING =
      Pattern.compile("\\s*(<[^/>]+>|[^{}]{1,80}:|\\[[^/\\]]+])\\s*");
  private static final Pattern CLOSING = Pattern.compile("\\s*(</[^>]+>|\\[/[^\\]]+])\\s*");

  private final List<String> lines;

  private BlockOrder(List<String> lines) {
    this.lines = lines;
  }

  /** Lines from {@code start} up to, not including, {@code end}. */
  private record Block(int start, int end) {}

  /** Empty if the blocks do not stand on lines of their own. */
  static Optional<String> swapped(String template) {
    var order = new BlockOrder(List.of(template.split("\n", -1)));
    Optional<Block> question = order.block("{question}");
    Optional<Block> answer = order.block("{answer}");
    if (question.isEmpty() || answer.isEmpty()) {
      return Optional.empty();
    }
    Block one = question.get();
    Block other = answer.get();
    if (one.end <= other.start) {
      return Optional.of(order.swapped(one, other));
    }
    return other.end <= one.start ? Optional.of(order.swapped(other, one)) : Optional.empty();
  }

  private String swapped(Block first, Block second) {
    List<String> result = new ArrayList<>(lines.subList(0, first.start));
    result.addAll(lines.subList(second.start, second.end));
    result.addAll(lines.subList(first.end, second.start));
    result.addAll(lines.subList(first.start, first.end));
    result.addAll(lines.subList(second.end, lines.size()));
    return String.join("\n", result);
  }

  /** The block of a placeholder that occurs once. */
  private Optional<Block> block(String placeholder) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(placeholder)) {
        found.add(i);
      }
    }
    if (found.size() != 1) {
      return Optional.empty();
    }
    int start = found.get(0);
    int end = start + 1;
    // Marks belong to it only in pairs: a single line of them may part the blocks.
    while (start > 0 && end < lines.size() && isMarks(start - 1) && isMarks(end)) {
      start--;
      end++;
    }
    while (start > 0 && OPENING.matcher(lines.get(start - 1)).matches()) {
      start--;
    }
    while (end < lines.size() && CLOSING.matcher(lines.get(end)).matches()) {
      end++;
    }
    return Optional.of(new Block(start, end));
  }

  private boolean isMarks(int line) {
    String text = lines.get(line);
    return !text.isBlank() && MARKS.matcher(text).matches();
  }
}
