/** The proof that a judge scores right: its scores held against labels, and what that is worth. */
@NullMarked
package dev.rlaif.trainer.proof;

import org.jspecify.annotations.NullMarked;
