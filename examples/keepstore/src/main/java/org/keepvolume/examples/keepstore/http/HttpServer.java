// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Takes requests over HTTP/1.1 and gives each to a thread of its own.
 *
 * <p>Platform threads, on every JDK: hashing never yields, and on virtual threads a few large
 * uploads would keep all small requests waiting.
 */
public final class HttpServer implements AutoCloseable {
  /** For requests that do not wait for their turn, and for the server's own work. */
  private static final int MORE_THREADS = 2 * RequestQueue.FEW + RequestHandler.MOST_STALLED + 8;

  /** The direct memory of a request that has sent more than its head. */
  public static final int INPUT_BUFFER = 1 << 16;

  /** Tokens and signatures of all sorts take a tenth of it. */
  private static final int MOST_HEADER = 1 << 14;

  /** Between looks for connections that became idle as a stop began. */
  private static final long LOOK_MILLIS = 50;

  /** Connections that wait to be accepted: a cluster that starts connects all at once. */
  private static final int ACCEPT_QUEUE = 1024;

  /** Empty segments and {@code %2F} reach the routes, which answer as the original does. */
  private static final UriCompliance URIS =
      UriCompliance.DEFAULT.with(
          "keepstore",
          UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
          UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR);

  private final Server server;
  private final ServerConnector connector;
  private final RequestQueue queue;
  private final LastAnswers lastAnswers;

  /**
   * Makes a server that does not listen yet.
   *
   * @param settings how requests are taken
   * @param routes finds the endpoint of a request; called on its thread
   * @param turns tells by its path when a request is worked on
   * @param listener told of requests
   */
  public HttpServer(
      HttpSettings settings,
      Function<HttpCall, Endpoint> routes,
      Function<String, Turn> turns,
      RequestListener listener) {
    QueuedThreadPool threads = new QueuedThreadPool(settings.maxRequests() + MORE_THREADS);
    threads.setName("request");
    server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    // Else a header, and a token in it, is taken for an earlier one that differs in case alone.
    http.setHeaderCacheCaseSensitive(true);
    http.setSendServerVersion(false);
    http.setUriCompliance(URIS);
    http.setRequestHeaderSize(MOST_HEADER);
    HttpConnectionFactory connections = new TimedConnection.Factory(http, settings.limits().idle());
    connections.setInputBufferSize(INPUT_BUFFER);
    connector = new ServerConnector(server, 1, 1, connections);
    connector.setHost(settings.listen().getHostString());
    connector.setPort(settings.listen().getPort());
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.setIdleTimeout(settings.limits().idle().toMillis());
    // A stop sets it for all: requests that are worked on have as long as ever.
    connector.setShutdownIdleTimeout(connector.getIdleTimeout());
    server.addConnector(connector);
    var handler =
        new RequestHandler(
            routes, listener, settings.limits(), new LongCalls(server.getScheduler()));
    queue =
        new RequestQueue(
            handler, turns, settings.maxRequests(), settings.maxWaiting(), settings.longestWait());
    lastAnswers = new LastAnswers(new GracefulHandler(queue), settings.drain());
    server.setHandler(lastAnswers);
    server.setErrorHandler(new PlainErrors(listener));
    // With 0 a stop would cut requests off and not say so.
    server.setStopTimeout(Math.max(1, settings.drain().toMillis()));
  }

  /**
   * Begins to listen.
   *
   * @throws IOException if the address is in use, or is none of this machine
   */
  public void start() throws IOException {
    try {
      server.start();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the HTTP server cannot start: " + e, e);
    }
  }

  /** Returns the port on which it listens. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Returns how many requests wait for their turn. */
  public int waiting() {
    return queue.waiting();
  }

  /** Returns how many requests are worked on; those about the service do not count. */
  public int working() {
    return queue.working();
  }

  /** Returns how many clients are connected. */
  public int connections() {
    return connector.getConnectedEndPoints().size();
  }

  /**
   * Refuses new requests, waits for those that are worked on, no longer than the settings say, and
   * ends. Those that are cut off are interrupted, and have a second more: who heeds no interrupt
   * goes on.
   *
   * @throws IOException if requests had to be cut off
   */
  @Override
  public void close() throws IOException {
    lastAnswers.begin();
    var unused = connector.shutdown();
    closeIdle();
    try {
      server.stop();
    } catch (TimeoutException e) {
      throw new IOException("requests were cut off, which had not ended within the limit", e);
    } catch (Exception e) {
      throw new IOException("the HTTP server did not stop as it should: " + e, e);
    }
  }

  /**
   * Closes connections whose clients wait for no answer, and looks again soon: one that was just
   * answered, before the stop began, counts as waiting for a moment more.
   */
  private void closeIdle() {
    connector.getConnectedEndPoints().stream()
        .filter(client -> isIdle(client) && !lastAnswers.isEnding(client))
        .forEach(EndPoint::close);
    var unused =
        server.getScheduler().schedule(this::closeIdle, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Tells whether a client waits for no answer: it has sent no request, or a part of its head. */
  private static boolean isIdle(EndPoint client) {
    return client.getConnection() instanceof HttpConnection http
        && http.getHttpChannel().getRequest() == null;
  }
}
