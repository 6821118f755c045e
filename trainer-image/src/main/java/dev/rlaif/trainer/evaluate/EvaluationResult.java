package dev.rlaif.trainer.evaluate;

import java.util.List;

/** The report and every answer behind it, pass by pass. */
public record EvaluationResult(EvaluationReport report, List<EvaluationSample> samples) {}
