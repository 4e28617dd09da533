// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.concurrent.atomic.AtomicLong;
import javax.annotation.Nullable;
import javax.annotation.concurrent.ThreadSafe;

/**
 * One request as a server saw it, without its {@code Authorization}; a test pins how many there
 * are.
 */
@ThreadSafe
public final class RecordedRequest {
  private final HttpHead head;
  private final int connection;
  private final RequestName name;
  private final AtomicLong bodyBytes = new AtomicLong();
  private volatile int nth;

  RecordedRequest(HttpHead head, int connection) {
    this.head = head.without("Authorization");
    this.connection = connection;
    this.name = RequestName.of(this);
  }

  void count(int number) {
    nth = number;
  }

  void sawBody(int bytes) {
    bodyBytes.addAndGet(bytes);
  }

  /**
   * Returns what the service's documentation calls it.
   *
   * @return the name, or {@link RequestName#OTHER}
   */
  public RequestName name() {
    return name;
  }

  /**
   * Returns which request of its name it is.
   *
   * @return 1 for the first since the server started or started over
   */
  public int nth() {
    return nth;
  }

  /**
   * Returns the method.
   *
   * @return such as {@code GET}
   */
  public String method() {
    return head.word(0);
  }

  /**
   * Returns the path as it was sent.
   *
   * @return account, container and blob, still encoded
   */
  public String path() {
    String target = head.word(1);
    int question = target.indexOf('?');
    return question < 0 ? target : target.substring(0, question);
  }

  /**
   * Returns the blob's name.
   *
   * @return the decoded path behind account and container; empty if there is nothing behind them
   */
  public String blob() {
    String[] parts = path().split("/", 4);
    return parts.length < 4 ? "" : URLDecoder.decode(parts[3].replace("+", "%2B"), UTF_8);
  }

  /**
   * Returns the query as it was sent.
   *
   * @return what stands behind the question mark, still encoded; empty if there is none
   */
  public String query() {
    String target = head.word(1);
    int question = target.indexOf('?');
    return question < 0 ? "" : target.substring(question + 1);
  }

  /**
   * Returns a parameter of the query.
   *
   * @param parameter its name
   * @return the decoded value, empty if it stands there without one; null if it is not there
   */
  @Nullable
  public String parameter(String parameter) {
    for (String pair : query().split("&", -1)) {
      int equals = pair.indexOf('=');
      if (parameter.equals(equals < 0 ? pair : pair.substring(0, equals))) {
        return equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), UTF_8);
      }
    }
    return null;
  }

  /**
   * Returns a header.
   *
   * @param header its name, in any case; {@code Authorization} is never there
   * @return its value, or null if it was not sent
   */
  @Nullable
  public String header(String header) {
    return head.header(header);
  }

  /**
   * Tells how much of the body has arrived by now.
   *
   * @return the bytes without their framing, 0 or more
   */
  public long bodyBytes() {
    return bodyBytes.get();
  }

  /**
   * Returns the number of the connection that it came on.
   *
   * @return 1 for the first connection of the server
   */
  public int connection() {
    return connection;
  }

  /** Returns number, name and path, such as {@code Put Blob 2 /account/container/name}. */
  @Override
  public String toString() {
    return name + " " + nth + " " + path();
  }
}
