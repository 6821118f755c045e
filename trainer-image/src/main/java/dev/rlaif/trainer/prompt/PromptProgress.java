package dev.rlaif.trainer.prompt;

/** Told, while questions are generated, how many of them have been asked for. */
public interface PromptProgress {
  void done(int questions, int ofQuestions);
}
