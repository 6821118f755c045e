/**
 * A real API server for tests: etcd and kube-apiserver on loopback, shared by all tests of a JVM.
 * No controllers run beside it: what is owned is not collected, a deleted namespace stays in
 * Terminating, Jobs make no pods and Deployments no replicas; tests play these parts themselves.
 */
@NullMarked
package dev.rlaif.operator.cluster;

import org.jspecify.annotations.NullMarked;
