package dev.rlaif.trainer.jinja;

import java.util.ArrayList;
import java.util.List;

/** Items of which a test holds: select, reject and their forms for an attribute. */
final class Selection {
  private Selection() {}

  /**
   * The items to keep.
   *
   * @param keep whether items are kept of which the test holds
   * @param byAttribute whether the first argument names what is tested
   */
  static List<Object> of(Object value, Arguments arguments, boolean keep, boolean byAttribute) {
    List<Object> given = arguments.positional();
    int next = byAttribute ? 1 : 0;
    if (given.size() < next) {
      throw new ValueFailure("the name of an attribute is missing");
    }
    Filter test = (item, none) -> Values.isTrue(item);
    if (given.size() > next) {
      String name = Kinds.text(given.get(next));
      test =
          Checks.of(name)
              .orElseThrow(() -> new ValueFailure("the test '" + name + "' is not known here"));
    }
    Arguments rest =
        new Arguments(
            given.subList(Math.min(next + 1, given.size()), given.size()), arguments.named());
    List<Object> kept = new ArrayList<>();
    for (Object item : Values.items(value)) {
      Object tested = byAttribute ? Members.item(item, given.get(0)) : item;
      if (Values.isTrue(test.apply(tested, rest)) == keep) {
        kept.add(item);
      }
    }
    return kept;
  }
}
