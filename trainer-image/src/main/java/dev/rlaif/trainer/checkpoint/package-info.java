/** Everything that a resume needs, written aside, then renamed. */
@NullMarked
package dev.rlaif.trainer.checkpoint;

import org.jspecify.annotations.NullMarked;
