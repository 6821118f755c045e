@NullMarked
package dev.rlaif.operator.kube;

import org.jspecify.annotations.NullMarked;
