/**
 * What an API server alone does not do: the Job and Deployment controllers, the kubelet and the
 * stages, played as a test says.
 */
@NullMarked
package dev.rlaif.operator.fake;

import org.jspecify.annotations.NullMarked;
