package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Items;
import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Range;
import dev.rlaif.api.schema.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Questions that a model writes, one topic each.
 *
 * @param count how many questions; default 10000
 * @param topics one of these is drawn for each question
 * @param systemPrompt what the model that writes the questions is told first
 * @param questionStart the user line before the topic; default "Give me a question related to the
 *     following topic:"
 * @param mode default Online with an endpoint, else Offline
 * @param when BeforeTraining: all questions before the first step; WhileTraining: only those that
 *     are held out and the first ones to train on, the rest a few steps ahead of the training, with
 *     an endpoint only; default BeforeTraining
 * @param endpoint it writes the questions; with mode Online only
 * @param temperature of the sampling; default 1
 */
public record GeneratedPrompts(
    @Range(min = 1, max = 1000000) Integer count,
    @Required @Items(min = 1, max = 200, distinct = true) List<@Length(max = 256) String> topics,
    @Required @Length(max = 16384) String systemPrompt,
    @Length(min = 0, max = 1024) String questionStart,
    PromptMode mode,
    GenerationTime when,
    @Nullable Endpoint endpoint,
    @Range(min = 0, max = 2) Double temperature) {

  public GeneratedPrompts {
    count = requireNonNullElse(count, 10000);
    topics = List.copyOf(requireNonNullElse(topics, List.of()));
    questionStart =
        requireNonNullElse(questionStart, "Give me a question related to the following topic:");
    mode = requireNonNullElse(mode, endpoint == null ? PromptMode.OFFLINE : PromptMode.ONLINE);
    when = requireNonNullElse(when, GenerationTime.BEFORE_TRAINING);
    temperature = requireNonNullElse(temperature, 1.0);
  }
}
