package dev.rlaif.trainer.page;

import io.javalin.http.Context;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Refuses requests that no page of ours makes. A name in {@code Host} that is not this machine's is
 * how another site would read the page through a name server of its own; {@code Origin} and {@code
 * Sec-Fetch-Site} tell requests that another site's page makes.
 */
final class RequestGuard {
  /** An address needs no name server, so none can be fooled. */
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-fA-F:.]+]");

  private static final Set<String> METHODS = Set.of("GET", "HEAD");

  private final Set<String> names;

  /**
   * @param names that the page is reached by, beside addresses and localhost
   */
  RequestGuard(Collection<String> names) {
    this.names =
        names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  /**
   * Lets a request pass.
   *
   * @throws PageError if it does not
   */
  void check(Context request) {
    if (!METHODS.contains(request.method().name())) {
      request.header("Allow", "GET, HEAD");
      throw new PageError(405, "only GET: this page changes nothing");
    }
    String host = String.valueOf(request.header("Host"));
    if (!isOurs(host)) {
      throw new PageError(
          403,
          "host "
              + host
              + " is not this page's: open it by its address, or as localhost, or name that host"
              + " with --allowed-host");
    }
    String origin = request.header("Origin");
    if (origin != null && !origin.equalsIgnoreCase("http://" + host)) {
      throw new PageError(403, "origin " + origin + " is another site: it may not read this page");
    }
    String site = request.header("Sec-Fetch-Site");
    boolean opens = "navigate".equals(request.header("Sec-Fetch-Mode"));
    if (site != null && !site.equals("same-origin") && !site.equals("none") && !opens) {
      throw new PageError(403, "the request comes from another site: it may not read this page");
    }
  }

  private boolean isOurs(String host) {
    String name = host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
    return name.equals("localhost") || names.contains(name) || ADDRESS.matcher(name).matches();
  }
}
