// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import com.google.common.collect.ImmutableSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Nullable;
import org.keepvolume.examples.keepstore.http.Endpoint;
import org.keepvolume.examples.keepstore.http.HttpCall;
import org.keepvolume.examples.keepstore.http.Refusal;
import org.keepvolume.examples.keepstore.http.Turn;

/** Finds the endpoint of a request: the original's paths up to 2.7.4, and what 3.0 added. */
public final class Routes implements Function<HttpCall, Endpoint> {
  private static final String PING = "/_health/ping";

  private static final String STATUS = "/status.json";
  private static final ImmutableSet<String> FROM_MEMORY = ImmutableSet.of("/metrics", "/mounts");

  /** What other versions of the original have. */
  private static final ImmutableSet<String> NOT_BUILT =
      ImmutableSet.of("/pull", "/trash", "/debug.json", "/metrics.json");

  /** What 3.0 answers besides: a locator behind two slashes. */
  private static final ImmutableSet<String> WITH_TWO_SLASHES = ImmutableSet.of("GET", "HEAD");

  private static final Pattern UNTRASH = Pattern.compile("/untrash/([^/]+)");
  private static final Pattern INDEX = Pattern.compile("/index(?:/([0-9a-f]{0,32}))?");
  private static final Pattern BLOCKS_OF_MOUNT =
      Pattern.compile("/mounts/([^/]+)/blocks(?:/([0-9a-f]{0,32}))?");

  private final Backend backend;
  private final Endpoint metrics;
  private final Endpoint status;

  /**
   * Makes the routes.
   *
   * @param backend what the endpoints work on
   * @param metrics answers {@code /metrics}
   * @param status answers {@code /status.json}
   */
  public Routes(Backend backend, Endpoint metrics, Endpoint status) {
    this.backend = backend;
    this.metrics = metrics;
    this.status = status;
  }

  /** Tells when a request with a path is worked on: at once if it is not about blocks. */
  public static Turn turn(String path) {
    if (path.equals(PING)) {
      return Turn.AT_ONCE; // who asks restarts a service that does not answer
    }
    if (path.equals(STATUS)) {
      return Turn.ASKS_VOLUMES;
    }
    return FROM_MEMORY.contains(path) ? Turn.AMONG_FEW : Turn.WAITS;
  }

  @Override
  public Endpoint apply(HttpCall call) {
    if (call.method().equals("OPTIONS")) {
      return new Cors();
    }
    Optional<String> decoded = call.decodedPath(); // as the original compares it
    if (decoded.isEmpty()) {
      return refused(400, "Bad Request");
    }
    String path = decoded.get();
    Optional<LocatorPath> locator = locator(call, path);
    if (locator.isPresent()) {
      return block(call, locator.get());
    }
    Matcher untrash = UNTRASH.matcher(path);
    locator = untrash.matches() ? LocatorPath.parse(untrash.group(1)) : Optional.empty();
    if (locator.isPresent()) {
      return only(call, Set.of("PUT"), new UntrashBlock(backend, locator.get()));
    }
    return listing(call, path).orElseGet(() -> service(call, path));
  }

  /** Returns the locator that is all of a path. */
  private static Optional<LocatorPath> locator(HttpCall call, String path) {
    int begin = path.startsWith("//") && WITH_TWO_SLASHES.contains(call.method()) ? 2 : 1;
    return path.startsWith("/") && path.indexOf('/', begin) < 0
        ? LocatorPath.parse(path.substring(begin))
        : Optional.empty();
  }

  private Endpoint block(HttpCall call, LocatorPath locator) {
    Cors.allow(call);
    return switch (call.method()) {
      case "GET", "HEAD" -> new GetBlock(backend, locator);
      case "PUT" -> new PutBlock(backend, locator);
      case "TOUCH" -> new TouchBlock(backend, locator);
      case "DELETE" -> new DeleteBlock(backend, locator);
      default -> refused(405, "");
    };
  }

  private Optional<Endpoint> listing(HttpCall call, String path) {
    Matcher index = INDEX.matcher(path);
    Matcher ofMount = BLOCKS_OF_MOUNT.matcher(path);
    Endpoint endpoint;
    if (index.matches()) {
      endpoint = new ListBlocks(backend, Optional.empty(), prefix(call, index.group(1)));
    } else if (ofMount.matches()) {
      endpoint =
          backend.volumes().stream()
              .map(MountedVolume::mount)
              .filter(mount -> mount.id().equals(ofMount.group(1)))
              .findFirst()
              .<Endpoint>map(
                  mount ->
                      new ListBlocks(backend, Optional.of(mount), prefix(call, ofMount.group(2))))
              .orElseGet(() -> new UnknownMount(backend));
    } else {
      return Optional.empty();
    }
    return Optional.of(only(call, Set.of("GET", "HEAD"), endpoint));
  }

  /** Returns the prefix in the path, or else that in the query. */
  private static String prefix(HttpCall call, @Nullable String inPath) {
    return inPath == null || inPath.isEmpty() ? call.parameter("prefix").orElse("") : inPath;
  }

  private Endpoint service(HttpCall call, String path) {
    return switch (path) {
      case "/mounts" -> only(call, Set.of("GET", "HEAD"), new ListMounts(backend));
      case STATUS -> only(call, Set.of("GET", "HEAD"), status);
      case "/metrics" -> only(call, Set.of("GET", "HEAD"), metrics);
      case PING -> only(call, Set.of("GET", "HEAD"), new ShowHealth(backend.managementToken()));
      default ->
          NOT_BUILT.contains(path)
              ? refused(501, path + " is not implemented by this keepstore")
              : refused(400, "Bad Request");
    };
  }

  private static Endpoint only(HttpCall call, Set<String> methods, Endpoint endpoint) {
    return methods.contains(call.method()) ? endpoint : refused(405, "");
  }

  private static Endpoint refused(int status, String text) {
    return call -> {
      throw new Refusal(status, text);
    };
  }
}
