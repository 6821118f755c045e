/**
 * TorchScript written from Java: text to archive to loaded module, one typed method per function.
 *
 * <p>The text is {@code kernels.py} beside this package: ordinary TorchScript, read by libtorch's
 * own loader; Python takes no part. One call runs the whole stack of layers, because a call per
 * operator would cost more than the small operators themselves.
 */
@NullMarked
package dev.rlaif.trainer.kernel;

import org.jspecify.annotations.NullMarked;
