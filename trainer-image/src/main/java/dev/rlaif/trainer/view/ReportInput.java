package dev.rlaif.trainer.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.trainer.evaluate.EvaluationReport;
import dev.rlaif.trainer.evaluate.EvaluationSample;
import java.util.List;
import java.util.Optional;

/**
 * What the page of a run shows.
 *
 * @param run its name
 * @param metrics lines of {@code train/metrics.jsonl}, by step; may be empty
 * @param judgeProof {@code proof.json} of the judge, if it was proved
 * @param plan the run's plan or its hyper-parameters, any JSON; shown flat
 */
public record ReportInput(
    String run,
    EvaluationReport report,
    List<EvaluationSample> samples,
    List<JsonNode> metrics,
    Optional<JsonNode> judgeProof,
    Optional<JsonNode> plan,
    MarkedWords words) {}
