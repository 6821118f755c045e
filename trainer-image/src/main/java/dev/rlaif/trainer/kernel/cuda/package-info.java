/**
 * What DJL does not offer of CUDA, by the exported names of the libraries that libtorch has loaded:
 * memory, streams, graphs and kernels compiled at run time. No native code of our own.
 */
@NullMarked
package dev.rlaif.trainer.kernel.cuda;

import org.jspecify.annotations.NullMarked;
