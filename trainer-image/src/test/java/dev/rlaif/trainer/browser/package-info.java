/** A real browser for tests: pages are looked at, and used, as people do. */
@NullMarked
package dev.rlaif.trainer.browser;

import org.jspecify.annotations.NullMarked;
