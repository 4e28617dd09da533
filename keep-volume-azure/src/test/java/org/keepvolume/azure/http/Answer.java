// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.annotation.Nullable;
import javax.annotation.concurrent.Immutable;

/**
 * An answer that a test has written itself: status, headers, and a body in parts.
 *
 * <p>Each method returns a changed answer. {@code Content-Length} is that of all parts unless it is
 * set as a header; nothing else is added, {@code Date} for example.
 */
@Immutable
public final class Answer {
  /** What happens in the body's course. */
  private enum Kind {
    BYTES,
    STALL,
    CLOSE,
    RESET
  }

  private record Part(Kind kind, ByteBuffer bytes, @Nullable Stall stall) {
    static final ByteBuffer NONE = ByteBuffer.allocate(0);
  }

  private static final Answer RESET =
      new Answer(HttpHead.of(""), ImmutableList.of(new Part(Kind.RESET, Part.NONE, null)));

  private final HttpHead head;
  private final ImmutableList<Part> parts;

  private Answer(HttpHead head, ImmutableList<Part> parts) {
    this.head = head;
    this.parts = parts;
  }

  /**
   * Makes an answer without headers and body.
   *
   * @param status the status, 200 to 599
   * @return the answer
   */
  public static Answer status(int status) {
    return new Answer(HttpHead.of("HTTP/1.1 " + status + " Scripted"), ImmutableList.of());
  }

  /**
   * Makes an error of the service.
   *
   * @param status the status, 400 to 599
   * @param code the service's code, for {@code x-ms-error-code} and the XML body; null for an error
   *     of something else in between, which has HTML as its body
   * @return the answer
   */
  public static Answer error(int status, @Nullable String code) {
    if (code == null) {
      return status(status)
          .header("Content-Type", "text/html")
          .body("<html><body>scripted</body></html>".getBytes(UTF_8));
    }
    String xml =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>%s</Code><Message>scripted</Message></Error>"
            .formatted(code);
    return status(status)
        .header("x-ms-error-code", code)
        .header("x-ms-request-id", "00000000-0000-0000-0000-000000000000")
        .header("Content-Type", "application/xml")
        .body(xml.getBytes(UTF_8));
  }

  /**
   * Makes no answer at all: the connection is reset.
   *
   * @return the answer
   */
  public static Answer reset() {
    return RESET;
  }

  /**
   * Sets a header.
   *
   * @param name its name
   * @param value its value
   * @return an answer with this header, and no other of that name
   */
  public Answer header(String name, String value) {
    return new Answer(head.with(requireNonNull(name), requireNonNull(value)), parts);
  }

  /**
   * Adds a part of the body, which is sent at once.
   *
   * @param bytes the part; copied
   * @return an answer with one part more
   */
  public Answer body(byte[] bytes) {
    return plus(Kind.BYTES, ByteBuffer.wrap(bytes.clone()), null);
  }

  /**
   * Stands still after the parts so far: before the answer if there are none.
   *
   * @param stall tells when, and lets it go on
   * @return an answer that waits there
   */
  public Answer stall(Stall stall) {
    return plus(Kind.STALL, Part.NONE, requireNonNull(stall));
  }

  /**
   * Closes the connection after the parts so far.
   *
   * @return an answer that ends there
   */
  public Answer thenClose() {
    return plus(Kind.CLOSE, Part.NONE, null);
  }

  /**
   * Resets the connection after the parts so far.
   *
   * @return an answer that ends there
   */
  public Answer thenReset() {
    return plus(Kind.RESET, Part.NONE, null);
  }

  private Answer plus(Kind kind, ByteBuffer bytes, @Nullable Stall stall) {
    return new Answer(
        head,
        ImmutableList.<Part>builder().addAll(parts).add(new Part(kind, bytes, stall)).build());
  }

  /**
   * Sends it.
   *
   * @param method the request's method: the answer of HEAD has no body
   * @return whether the connection can be used on
   */
  boolean send(HttpConnection client, String method) throws IOException, InterruptedException {
    boolean bodiless = method.equals("HEAD");
    boolean sent = false;
    long length = parts.stream().mapToLong(part -> part.bytes().remaining()).sum();
    HttpHead full =
        head.header("Content-Length") != null
            ? head
            : head.with("Content-Length", Long.toString(length));
    for (Part part : parts) {
      switch (part.kind()) {
        case STALL -> {
          if (!requireNonNull(part.stall()).awaitReleaseOrLeave(client)) {
            client.close();
            return false;
          }
        }
        case CLOSE -> {
          client.close();
          return false;
        }
        case RESET -> {
          client.reset();
          return false;
        }
        case BYTES -> {
          ByteBuffer bytes = (bodiless ? Part.NONE : part.bytes()).duplicate();
          if (sent) {
            client.write(bytes);
          } else {
            client.write(full.bytes(), bytes);
          }
          sent = true;
        }
      }
    }
    if (!sent) {
      client.write(full.bytes());
    }
    return true;
  }

  @Override
  public String toString() {
    return head + " " + Arrays.toString(parts.stream().map(Part::kind).toArray());
  }
}
