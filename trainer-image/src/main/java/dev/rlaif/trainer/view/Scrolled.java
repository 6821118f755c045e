package dev.rlaif.trainer.view;

import static dev.rlaif.trainer.view.Tag.tag;

/** A table that may be wider than the window, and is scrolled by the arrow keys, too. */
final class Scrolled {
  private Scrolled() {}

  static Tag named(String name, Tag table) {
    return tag("div")
        .style("scroll")
        .set("role", "region")
        .set("aria-label", name)
        .set("tabindex", "0")
        .add(table);
  }
}
