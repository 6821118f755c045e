/**
 * TorchScript written from Java: text to archive to loaded module, one typed method per function.
 */
@NullMarked
package dev.rlaif.trainer.kernel;

import org.jspecify.annotations.NullMarked;
