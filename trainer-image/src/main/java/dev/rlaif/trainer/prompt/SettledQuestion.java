package dev.rlaif.trainer.prompt;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What came of a question that was asked for; it is asked for no more.
 *
 * @param number of the question in its recipe, from 0
 * @param question absent: the model gave none
 * @param asked replies that were asked for
 * @param malformed replies without a question
 * @param said why there is none: the beginning of the last reply, or of the refusal
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SettledQuestion(
    int number,
    String topic,
    @Nullable String question,
    int asked,
    int malformed,
    @Nullable String said) {}
