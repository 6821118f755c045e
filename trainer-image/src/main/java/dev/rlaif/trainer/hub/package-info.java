/** Models of a hub, downloaded once into the workspace: resumed, checked, pinned to a commit. */
@NullMarked
package dev.rlaif.trainer.hub;

import org.jspecify.annotations.NullMarked;
