/** The user's commands on a Kubernetes cluster; run by {@code e2e/run}. */
@NullMarked
package dev.rlaif.e2e.cluster;

import org.jspecify.annotations.NullMarked;
