package dev.rlaif.trainer.serve;

/** A model under the name by which clients ask for it. */
public record ServedModel(String name, AnswerEngine engine) {}
