package dev.rlaif.trainer.door;

import dev.rlaif.plan.Workspace;
import java.nio.file.Path;

/**
 * Where a stage's container finds what it is told, and where it says how it goes.
 *
 * @param report takes the report at every end
 * @param progressHost address to listen on
 * @param progressPort 0 takes a free one
 */
public record DoorPlaces(
    Path plan, Workspace workspace, Path report, String progressHost, int progressPort) {}
