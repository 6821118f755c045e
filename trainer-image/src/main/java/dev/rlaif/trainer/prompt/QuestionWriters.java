package dev.rlaif.trainer.prompt;

import dev.rlaif.api.v1alpha1.Endpoint;
import dev.rlaif.api.v1alpha1.GeneratedPrompts;
import dev.rlaif.trainer.chat.Chat;
import dev.rlaif.trainer.chat.ChatClient;
import dev.rlaif.trainer.chat.ChatEndpoint;
import dev.rlaif.trainer.chat.EndpointCheck;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.Map;

/**
 * Whoever writes the questions of a document: a server, or the run's own model.
 *
 * @param environment variables, where secrets are looked up
 */
public record QuestionWriters(Sources sources, Map<String, String> environment, OwnModel ownModel) {
  private static final String FIELD = "spec.prompts.generate.endpoint";

  /** Enough for the batches of a model in this process to be full until the end. */
  private static final int OWN_WINDOW = 512;

  /** Questions under way for each lane of a server, so that no lane waits for the next one. */
  private static final int PER_LANE = 2;

  /** Opens the writer; a server is asked a question first, to see that it answers. */
  Chat open(GeneratedPrompts spec) {
    Endpoint endpoint = spec.endpoint();
    return endpoint == null ? ownModel.opened().get() : new JsonModeChat(server(endpoint));
  }

  GeneratorRecipe recipe(GeneratedPrompts spec, long seed) {
    return GeneratorRecipe.of(spec, ownModel.name(), seed);
  }

  static int window(GeneratedPrompts spec) {
    Endpoint endpoint = spec.endpoint();
    return endpoint == null ? OWN_WINDOW : PER_LANE * endpoint.throughput().concurrency();
  }

  private Chat server(Endpoint spec) {
    ChatEndpoint endpoint = ChatEndpoint.of(spec, sources, environment);
    var client = new ChatClient(endpoint);
    try {
      EndpointCheck.require(FIELD, endpoint, client, 0);
      return client;
    } catch (StageFailure failure) {
      client.close();
      throw failure;
    }
  }
}
