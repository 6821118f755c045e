package dev.rlaif.trainer.prompt;

import dev.rlaif.trainer.chat.Chat;
import java.util.function.Supplier;

/**
 * The model of the run as a writer of questions.
 *
 * @param name which model it is: another one writes other questions
 * @param opened loads it where it is not loaded yet
 */
public record OwnModel(String name, Supplier<Chat> opened) {}
