package dev.rlaif.plan;

/** What one stage of a run is told: its name, and the whole plan. */
public record StagePlan(StageName stage, RunPlan run) {}
