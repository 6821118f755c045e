/** Preference pairs: made of judged answers or read from files, stored with what training needs. */
@NullMarked
package dev.rlaif.trainer.pair;

import org.jspecify.annotations.NullMarked;
