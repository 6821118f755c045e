package dev.rlaif.trainer.chat;

import dev.rlaif.trainer.chat.ChatFailure.Kind;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Whether an endpoint can be used at all, found out before any work is begun. */
public final class EndpointCheck {
  /** A person must act. */
  private static final Set<Kind> WRONG = EnumSet.of(Kind.REJECTED, Kind.MALFORMED, Kind.UNTRUSTED);

  /** May be mended by time: a server that starts, a name that is not known yet. */
  private static final Set<Kind> UNREACHABLE =
      EnumSet.of(Kind.NETWORK, Kind.TIMEOUT, Kind.HTTP_5XX);

  private static final int MODELS_NAMED = 20;

  private final String field;
  private final ChatEndpoint endpoint;
  private final ChatClient client;

  private EndpointCheck(String field, ChatEndpoint endpoint, ChatClient client) {
    this.field = field;
    this.endpoint = endpoint;
    this.client = client;
  }

  /**
   * Asks one short question.
   *
   * @param field of the document that holds the endpoint, such as {@code spec.endpoint}
   * @param topLogProbs that the reply must bring; 0: none
   */
  public static void require(
      String field, ChatEndpoint endpoint, ChatClient client, int topLogProbs) {
    new EndpointCheck(field, endpoint, client).require(topLogProbs);
  }

  private void require(int topLogProbs) {
    ChatResult result = client.probe(topLogProbs);
    if (result instanceof ChatFailure failure) {
      if (WRONG.contains(failure.kind())) {
        throw StageFailure.wrong(said(failure));
      }
      if (UNREACHABLE.contains(failure.kind())) {
        throw new StageFailure(StageFailure.Exit.ENVIRONMENT, said(failure));
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

  private String said(ChatFailure failure) {
    return field + ": " + failure.message() + ". " + advice(failure);
  }

  private String advice(ChatFailure failure) {
    if (failure.kind() == Kind.UNTRUSTED) {
      return "Give the certificate of its authority with "
          + field
          + ".caBundleConfigMapRef, and in url the host name that its certificate has";
    }
    return switch (failure.httpStatus()) {
      case 401, 403 -> key();
      case 400, 404, 422 -> model();
      case 407 -> "Give user and password of the proxy in its variable: http://USER:PASSWORD@HOST";
      default ->
          "Start the server, or correct "
              + field
              + ".url; try it with: curl "
              + endpoint.modelsUrl();
    };
  }

  private String key() {
    return endpoint.apiKey().authorization().isPresent()
        ? "It refuses the API key that " + field + ".apiKeySecretRef names: correct the key there"
        : "It wants an API key: name a Secret with " + field + ".apiKeySecretRef";
  }

  private String model() {
    List<String> models = client.models();
    String named = field + ".model (" + endpoint.model() + ")";
    if (models.isEmpty()) {
      return "Check " + field + ".url (it usually ends with /v1) and " + named;
    }
    return models.contains(endpoint.model())
        ? "It knows the model, so check " + field + ".url (it usually ends with /v1)"
        : "Correct " + named + ": it has " + named(models);
  }

  private static String named(List<String> models) {
    String first = String.join(", ", models.stream().limit(MODELS_NAMED).toList());
    int more = models.size() - MODELS_NAMED;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
