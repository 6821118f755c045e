@NullMarked
package dev.rlaif.operator.observe;

import org.jspecify.annotations.NullMarked;
