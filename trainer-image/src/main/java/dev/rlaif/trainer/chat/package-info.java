/** Chat messages and a client of servers that speak the OpenAI API. */
@NullMarked
package dev.rlaif.trainer.chat;

import org.jspecify.annotations.NullMarked;
