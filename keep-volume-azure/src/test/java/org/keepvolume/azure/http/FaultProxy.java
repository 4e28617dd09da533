// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.function.Predicate;
import javax.annotation.CheckReturnValue;
import javax.annotation.concurrent.ThreadSafe;

/**
 * A proxy between a client and the service that records all requests, and breaks those that a test
 * has chosen; a fault that did not happen fails the test.
 *
 * <pre>{@code
 * try (FaultProxy proxy = FaultProxy.to(azurite)) {
 *   proxy.on(PUT_BLOB, 1).loseAnswer();
 *   write(proxy.endpoint());
 *   assertEquals(List.of(PUT_BLOB, PUT_BLOB), proxy.names());
 * }
 * }</pre>
 *
 * <p>Addresses must be path-style, so that signatures hold here as they do at the service. Requests
 * count when their head has arrived, whatever becomes of them; repeats by the HTTP client count
 * too. Of several rules for a request, the first that was made is used.
 */
@ThreadSafe
public final class FaultProxy extends LoopbackServer {
  private final ProxyScript script = new ProxyScript();
  private final URI upstream;
  private final Pauses pauses;

  private FaultProxy(URI upstream, Pauses pauses) throws IOException {
    checkArgument("http".equals(upstream.getScheme()), "not an http address: %s", upstream);
    this.upstream = upstream;
    this.pauses = requireNonNull(pauses);
  }

  /**
   * Starts a proxy.
   *
   * @param upstream the address of the account at the service on this machine, such as {@code
   *     http://127.0.0.1:10000/devstoreaccount1}
   * @return the proxy, to be closed by the caller
   * @throws IOException if there is no port
   * @throws IllegalArgumentException if the address is not http
   */
  public static FaultProxy to(URI upstream) throws IOException {
    return to(upstream, Pauses.real());
  }

  /**
   * Starts a proxy with pauses of the test's own.
   *
   * @param upstream the address of the account at the service on this machine
   * @param pauses how slow bodies wait
   * @return the proxy, to be closed by the caller
   * @throws IOException if there is no port
   * @throws IllegalArgumentException if the address is not http
   */
  public static FaultProxy to(URI upstream, Pauses pauses) throws IOException {
    FaultProxy proxy = new FaultProxy(upstream, pauses);
    proxy.start();
    return proxy;
  }

  /**
   * Returns the account's address here.
   *
   * @return the address for the client
   */
  public URI endpoint() {
    return uri(upstream.getRawPath());
  }

  /**
   * Picks a request by its number.
   *
   * @param name what the documentation calls it
   * @param nth which of that name, 1 for the first since the start or the last {@link #startOver}
   * @return the rule; choose what becomes of the request
   * @throws IllegalArgumentException if the number is less than 1, or that request has come already
   */
  @CheckReturnValue
  public RequestRule on(RequestName name, int nth) {
    checkArgument(nth >= 1, "requests are numbered from 1, got %s", nth);
    return script.add(new RequestRule(name, nth, false, request -> true), name, nth);
  }

  /**
   * Picks the next request that matches.
   *
   * @param name what the documentation calls it
   * @param match tells whether it is the one, on the thread of its connection; without side effects
   * @return the rule; choose what becomes of the request
   */
  @CheckReturnValue
  public RequestRule on(RequestName name, Predicate<RecordedRequest> match) {
    return script.add(new RequestRule(name, 0, false, match), name, Integer.MAX_VALUE);
  }

  /**
   * Picks all requests of a name; there must be one at least.
   *
   * @param name what the documentation calls them
   * @return the rule; choose what becomes of the requests, any action but a stall
   */
  @CheckReturnValue
  public RequestRule onEvery(RequestName name) {
    return script.add(new RequestRule(name, 0, true, request -> true), name, Integer.MAX_VALUE);
  }

  /**
   * Returns the requests so far.
   *
   * @return all since the start or the last {@link #startOver}, in the order of their arrival
   */
  public List<RecordedRequest> requests() {
    return script.requests();
  }

  /**
   * Returns the requests of a name so far.
   *
   * @param name what the documentation calls them
   * @return these requests in the order of their arrival
   */
  public List<RecordedRequest> requests(RequestName name) {
    return script.requests().stream().filter(request -> request.name() == name).toList();
  }

  /**
   * Returns the names of the requests so far.
   *
   * @return a name for each request, in the order of their arrival
   */
  public List<RequestName> names() {
    return script.requests().stream().map(RecordedRequest::name).toList();
  }

  /**
   * Ends the script: fails if a rule was not used or anything else went wrong, forgets rules and
   * requests, and counts anew. Connections stay open, stalls are released.
   *
   * @throws AssertionError if a rule was not used, or anything went wrong unscripted
   */
  public void startOver() {
    script.end(problems());
    problems().fail("FaultProxy");
  }

  /**
   * Fails if a rule was not used so far; all rules stay.
   *
   * @throws AssertionError if a rule was not used; the message names each
   */
  public void assertAllUsed() {
    Problems unused = new Problems();
    script.judge(unused);
    unused.fail("FaultProxy");
  }

  @Override
  void judge() {
    script.end(problems());
  }

  @Override
  void serve(HttpConnection client, int number) throws IOException, InterruptedException {
    InetSocketAddress service =
        new InetSocketAddress(InetAddress.getByName(upstream.getHost()), upstream.getPort());
    try (Upstream way = new Upstream(service)) {
      boolean open = true;
      while (open) {
        HttpHead head = client.readHead();
        if (head == null) {
          return;
        }
        RecordedRequest request = new RecordedRequest(head, number);
        Plan plan = script.arrive(request);
        open = new ProxyExchange(client, way, head, request, plan, pauses).run();
      }
    }
  }
}
