package dev.rlaif.operator.cluster;

/**
 * A request that changed something, or tried to.
 *
 * @param user who asked, after impersonation
 * @param agent the client program
 * @param verb create, update, patch, delete or deletecollection
 * @param resource in the plural, with its subresource, such as {@code rlaifruns/status}
 * @param namespace empty: none
 * @param name empty: left to the server
 * @param code status of the answer
 */
public record Write(
    String user,
    String agent,
    String verb,
    String resource,
    String namespace,
    String name,
    int code) {

  /** Questions about rights are asked by creating something that is never stored. */
  public boolean leavesSomething() {
    return !resource.startsWith("selfsubject");
  }
}
