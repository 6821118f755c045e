/**
 * The Kubernetes objects that runs and judges want, as pure functions: the same values always give
 * the same object, and nothing is sent anywhere.
 */
@NullMarked
package dev.rlaif.operator.objects;

import org.jspecify.annotations.NullMarked;
