// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import javax.annotation.Nullable;
import javax.annotation.concurrent.ThreadSafe;

/**
 * A server that answers as a function of the test says, for what no emulator shows; a request that
 * the function has no answer for fails the test.
 *
 * <pre>{@code
 * ScriptedServer server =
 *     ScriptedServer.start(
 *         (request, body) ->
 *             request.name() == DELETE_BLOB ? Answer.error(409, "BlobImmutableDueToPolicy") : null);
 * }</pre>
 */
@ThreadSafe
public final class ScriptedServer extends LoopbackServer {
  /** The test's function; called on the threads of the connections, several at once. */
  @FunctionalInterface
  public interface Script {
    /**
     * Answers a request, which has arrived as a whole.
     *
     * @param request the request
     * @param body its body, without framing
     * @return the answer; null if the test knows of no such request
     * @throws Exception if the test fails, for example an assertion about the request
     */
    @Nullable
    Answer answer(RecordedRequest request, byte[] body) throws Exception;
  }

  private static final String ACCOUNT = "/devstoreaccount1";

  private final ProxyScript records = new ProxyScript();
  private final Script script;

  private ScriptedServer(Script script) throws IOException {
    this.script = requireNonNull(script);
  }

  /**
   * Starts a server.
   *
   * @param script the answers
   * @return the server, to be closed by the caller, whose close throws AssertionError if a request
   *     had no answer or the script failed
   * @throws IOException if there is no port
   */
  public static ScriptedServer start(Script script) throws IOException {
    ScriptedServer server = new ScriptedServer(script);
    server.start();
    return server;
  }

  /**
   * Returns the address of the development account here.
   *
   * @return the address for the client
   */
  public URI endpoint() {
    return uri(ACCOUNT);
  }

  /**
   * Returns the requests so far.
   *
   * @return all requests in the order of their arrival
   */
  public List<RecordedRequest> requests() {
    return records.requests();
  }

  /**
   * Returns the names of the requests so far.
   *
   * @return a name for each request, in the order of their arrival
   */
  public List<RequestName> names() {
    return records.requests().stream().map(RecordedRequest::name).toList();
  }

  @Override
  void serve(HttpConnection client, int number) throws IOException, InterruptedException {
    boolean open = true;
    while (open) {
      HttpHead head = client.readHead();
      if (head == null) {
        return;
      }
      RecordedRequest request = new RecordedRequest(head, number);
      Plan unused = records.arrive(request);
      byte[] body = BodyReader.ofRequest(client, head).readAll();
      request.sawBody(body.length);
      open = answer(request, body).send(client, request.method());
      open &= !head.has("Connection", "close");
    }
  }

  private Answer answer(RecordedRequest request, byte[] body)
      throws IOException, InterruptedException {
    Answer answer;
    try {
      answer = script.answer(request, body);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the script failed for " + request, e);
    }
    if (answer == null) {
      throw new IOException("the script has no answer for " + request + "?" + request.query());
    }
    return answer;
  }
}
