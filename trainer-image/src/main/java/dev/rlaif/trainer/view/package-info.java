/** The pages a person looks at. */
@NullMarked
package dev.rlaif.trainer.view;

import org.jspecify.annotations.NullMarked;
