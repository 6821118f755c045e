package dev.rlaif.trainer.page;

import dev.rlaif.plan.Workspace;
import java.util.List;
import java.util.Optional;

/**
 * Which run a page shows, and where it listens.
 *
 * @param workspace of the run; may not hold one yet
 * @param comparedWith of a second run, whose curves are drawn too
 * @param allowedHosts names that the page is reached by, such as a Service's; any other name in a
 *     request could be another site's
 * @param host address to listen on; 127.0.0.1 is reached from this machine only
 * @param port 0 takes a free one
 */
public record PageSettings(
    Workspace workspace,
    Optional<Workspace> comparedWith,
    List<String> allowedHosts,
    String host,
    int port) {}
