package dev.rlaif.trainer.chat;

import dev.rlaif.trainer.chat.ChatFailure.Kind;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.EnumSet;
import java.util.Set;

/** Whether an endpoint can be used at all, found out before any work is begun. */
public final class EndpointCheck {
  /** A person must act. */
  private static final Set<Kind> WRONG = EnumSet.of(Kind.REJECTED, Kind.MALFORMED);

  /** May be mended by time: a server that starts, a name that is not known yet. */
  private static final Set<Kind> UNREACHABLE = EnumSet.of(Kind.NETWORK, Kind.TIMEOUT);

  private EndpointCheck() {}

  /**
   * Asks one short question.
   *
   * @param field of the document that holds the endpoint, such as {@code spec.endpoint}
   * @param topLogProbs that the reply must bring; 0: none
   */
  public static void require(
      String field, ChatEndpoint endpoint, ChatClient client, int topLogProbs) {
    ChatResult result = client.probe(topLogProbs);
    if (result instanceof ChatFailure failure) {
      String message = field + ": " + failure.message() + ". " + advice(field, failure, endpoint);
      if (WRONG.contains(failure.kind())) {
        throw StageFailure.wrong(message);
      }
      if (UNREACHABLE.contains(failure.kind())) {
        throw new StageFailure(StageFailure.Exit.ENVIRONMENT, message);
      }
    }
    if (topLogProbs > 0 && result instanceof ChatReply reply && reply.firstToken().isEmpty()) {
      throw StageFailure.wrong(
          field
              + ": "
              + endpoint.url()
              + " returns no log-probabilities: allow "
              + topLogProbs
              + " top_logprobs there, or set spec.scoring.mode to text");
    }
  }

  private static String advice(String field, ChatFailure failure, ChatEndpoint endpoint) {
    return switch (failure.httpStatus()) {
      case 401, 403 -> "Check the API key that " + field + ".apiKeySecretRef names";
      case 404 ->
          "Check "
              + field
              + ".url (it usually ends with /v1) and "
              + field
              + ".model ("
              + endpoint.model()
              + ")";
      case 400, 422 -> "Check " + field + ".model (" + endpoint.model() + ")";
      default ->
          "Start the server, or correct "
              + field
              + ".url; try it with: curl "
              + endpoint.url()
              + "/models";
    };
  }
}
