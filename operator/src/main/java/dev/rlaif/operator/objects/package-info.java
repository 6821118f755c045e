/**
 * The Kubernetes objects that runs and judges want, as pure functions: the same values always give
 * the same object, and nothing is sent anywhere. {@link dev.rlaif.operator.objects.RunObjects} and
 * {@link dev.rlaif.operator.objects.JudgeObjects} are the doors.
 *
 * <p>What was decided here, and why:
 *
 * <ul>
 *   <li>Only stages in which a model computes hold GPUs: training its own number, everything else
 *       that answers (offline prompts, pairs, evaluation) that of the evaluation. Download, online
 *       prompts and the proof of a judge hold none.
 *   <li>Nothing is said that the server would say itself, and quantities are canonical, so that
 *       applying an object again changes nothing.
 *   <li>A server listens on port 8000 whatever port its Service has: no rights are needed to open
 *       it. Where the workspace can be had on one node only, the old pod goes before the new one.
 *   <li>vLLM and KServe apply the adapter to requests; with them {@code serving.merge} changes
 *       nothing.
 *   <li>A served judge downloads onto a volume that comes and goes with its pod, so that replicas
 *       do not share one and none is left behind.
 *   <li>A plan outlives its run where the server does, which reads it at each start.
 * </ul>
 */
@NullMarked
package dev.rlaif.operator.objects;

import org.jspecify.annotations.NullMarked;
