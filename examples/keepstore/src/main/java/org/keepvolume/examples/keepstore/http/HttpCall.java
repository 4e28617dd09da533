// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.annotation.Nullable;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** A request and its answer, for one thread. */
public final class HttpCall {
  private static final List<String> SCHEMES = List.of("OAuth2", "Bearer");

  private static final HttpField NO_SNIFFING =
      new PreEncodedHttpField("X-Content-Type-Options", "nosniff");

  private final Request request;
  private final Response response;
  private final RequestId id;
  private final LongCalls longCalls;
  private final RequestBody body;
  private final ResponseBody answer;
  private @Nullable ClientWatch watch;
  private boolean clientGone;

  /** Whether a watch has read ahead the one byte that there is room for. */
  private boolean blind;

  HttpCall(
      Request request,
      Response response,
      RequestId id,
      TransferLimits limits,
      LongCalls longCalls,
      @Nullable Semaphore stalls) {
    this.request = request;
    this.response = response;
    this.id = id;
    this.longCalls = longCalls;
    body = new RequestBody(request, limits, new WatchAroundBody());
    answer = new ResponseBody(request, response, limits, stalls);
    if (body.isAnnounced() && bodyIsAwaited()) {
      startWatch();
    }
  }

  /**
   * Tells whether the client waits to be asked for its body, or sends more of it than comes with
   * the header: before it is read, the request may wait for a buffer.
   */
  private boolean bodyIsAwaited() {
    return request.getHeaders().contains(HttpHeader.EXPECT)
        || RequestSize.of(request) == RequestSize.LARGE;
  }

  /** Watches the client whenever its body is not being read. */
  private final class WatchAroundBody implements RequestBody.Reader {
    @Override
    public void begins() throws ClientGoneException {
      if (stopWatch()) {
        throw new ClientGoneException("the client left before its body was read", null);
      }
    }

    @Override
    public void ends() {
      startWatch();
    }
  }

  /** Returns the method, in the letters of the client. */
  public String method() {
    return request.getMethod();
  }

  /** Tells whether the answer has no body, whatever is written. */
  public boolean isHead() {
    return method().equals("HEAD");
  }

  /** Returns the path as the client wrote it, without the query. */
  public String path() {
    return path(request);
  }

  static String path(Request request) {
    return Optional.ofNullable(request.getHttpURI().getPath()).orElse("");
  }

  /** Returns the path as it is meant, without {@code %}; empty if it cannot be read. */
  public Optional<String> decodedPath() {
    return PercentCode.path(path());
  }

  /**
   * Returns a parameter of the query, without {@code %}, the first of that name. What cannot be
   * decoded is as the client wrote it.
   */
  public Optional<String> parameter(String name) {
    String query = request.getHttpURI().getQuery();
    if (query == null) {
      return Optional.empty();
    }
    String begin = name + "=";
    return Splitter.on('&')
        .splitToStream(query)
        .filter(pair -> pair.startsWith(begin))
        .map(pair -> PercentCode.query(pair.substring(begin.length())))
        .findFirst();
  }

  /** Returns a header of the request. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  /** Returns the token that the client sent, by either of the schemes that clients use. */
  public Optional<String> token() {
    String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    if (header == null) {
      return Optional.empty();
    }
    return SCHEMES.stream()
        .filter(scheme -> header.startsWith(scheme + " "))
        .map(scheme -> header.substring(scheme.length() + 1).trim())
        .filter(token -> !token.isEmpty())
        .findFirst();
  }

  /** Returns the name of the request in logs. */
  public RequestId id() {
    return id;
  }

  /** Returns the size of the body in bytes; -1 if the client did not say. */
  public long length() {
    return request.getLength();
  }

  /** Tells whether the body comes in chunks, so that its size is known at its end only. */
  public boolean isChunked() {
    HttpFields headers = request.getHeaders();
    return headers.contains(HttpHeader.TRANSFER_ENCODING, "chunked");
  }

  /** Returns the body. From its end on, a client that leaves interrupts this thread. */
  public RequestBody body() {
    return body;
  }

  /**
   * Lets a client that leaves interrupt this thread, where no body is to be read. One that sends a
   * body all the same is not watched, nor is the body waited for.
   */
  public void watchClient() throws IOException {
    if (!body.isAnnounced()) {
      int unused = body.read(ByteBuffer.allocate(1)); // its end must have been seen
    }
  }

  /** Sets a header of the answer. */
  public HttpCall set(String header, String value) {
    response.getHeaders().put(header, value);
    return this;
  }

  /** Adds headers to the answer, which has none of them yet. */
  public void add(SameHeaders headers) {
    headers.addTo(response.getHeaders());
  }

  /**
   * Begins the answer; from now on a client that leaves is noticed by writes. The connection serves
   * no other request if the body was not read to its end.
   *
   * @param status the HTTP status
   * @param contentType the type of the body
   * @param length the size of the body; -1 if it is not known yet
   * @return where the body goes
   * @throws ClientGoneException if the client has left
   */
  public ResponseBody answer(int status, String contentType, long length) throws IOException {
    if (stopWatch()) {
      throw new ClientGoneException("the client left before the answer", null);
    }
    response.setStatus(status);
    if (body.isLeft()) {
      // Nobody can tell what comes of it from the next request.
      response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    response.getHeaders().put(NO_SNIFFING);
    if (length >= 0) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
    }
    return answer;
  }

  /**
   * Lets a client that leaves interrupt this thread again, while no part of the answer is sent;
   * does nothing for one that has sent another request already.
   */
  public void pauseAnswer() {
    if (!body.isLeft() && !blind) {
      startWatch();
    }
  }

  /**
   * Goes on with an answer that was paused.
   *
   * @throws ClientGoneException if the client has left
   */
  public void resumeAnswer() throws ClientGoneException {
    if (stopWatch()) {
      throw new ClientGoneException("the client left before the end of the answer", null);
    }
  }

  /** Answers with a text; nothing may have been written. */
  public void text(int status, String text) throws IOException {
    whole(status, "text/plain; charset=utf-8", text);
  }

  /** Answers with JSON; nothing may have been written. */
  public void json(int status, String json) throws IOException {
    whole(status, "application/json", json);
  }

  /** Answers with a body that is at hand. */
  public void whole(int status, String contentType, String body) throws IOException {
    ByteBuffer bytes = UTF_8.encode(body);
    ResponseBody out = answer(status, contentType, bytes.remaining());
    out.write(isHead() ? bytes.limit(0) : bytes, true);
  }

  private void startWatch() {
    watch = new ClientWatch(request, Thread.currentThread()::interrupt);
    longCalls.add(watch);
  }

  /** Ends the watch and takes its interrupt back; tells whether the client has left. */
  boolean stopWatch() {
    if (watch != null) {
      longCalls.remove(watch);
      if (watch.stop()) {
        clientGone = true;
        boolean unused = Thread.interrupted();
      }
      blind |= watch.wasBlind();
      watch = null;
    }
    return clientGone;
  }

  /** Tells whether the client has left, as far as is known; an interrupt of this thread stays. */
  boolean clientGone() {
    return clientGone || (watch != null && watch.isGone());
  }

  boolean isCommitted() {
    return response.isCommitted();
  }

  boolean isComplete() {
    return answer.complete();
  }

  int status() {
    return response.getStatus();
  }

  /** Tells whether the server waits for more of the body: the connection can serve no other. */
  boolean isBodyDemanded() {
    return body.isDemanded();
  }

  long bytesTaken() {
    return body.taken();
  }

  long bytesWritten() {
    return answer.written();
  }

  String client() {
    return client(request);
  }

  static String client(Request request) {
    return Request.getRemoteAddr(request) + ":" + Request.getRemotePort(request);
  }

  long beganNanos() {
    return request.getBeginNanoTime();
  }
}
