package dev.rlaif.operator.judge;

import dev.rlaif.api.v1alpha1.Reason;
import java.time.Instant;
import java.util.Optional;

/**
 * A Deployment that serves a judge's model, as it was seen.
 *
 * @param available whether a pod of it answers
 * @param since when it was made
 * @param trouble why its pods do not run, where that is known
 * @param message that goes with the trouble; empty where there is none
 */
record JudgeServer(
    String name, boolean available, Instant since, Optional<Reason> trouble, String message) {}
