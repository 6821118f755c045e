/** Scores of answers: the judges, the parsing of replies, the reward. */
@NullMarked
package dev.rlaif.trainer.judge;

import org.jspecify.annotations.NullMarked;
