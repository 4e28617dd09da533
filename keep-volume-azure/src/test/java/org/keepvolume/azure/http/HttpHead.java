// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import javax.annotation.concurrent.Immutable;

/** The first line and the headers of a request or an answer, in their order. */
@Immutable
final class HttpHead {
  private final String start;

  /** Names and values in turn. */
  private final List<String> fields;

  private HttpHead(String start, List<String> fields) {
    this.start = start;
    this.fields = fields;
  }

  static HttpHead of(String start) {
    return new HttpHead(start, List.of());
  }

  /** Reads a head without its last empty line. */
  static HttpHead parse(String text) throws IOException {
    int end = end(text, 0);
    String start = text.substring(0, end);
    List<String> fields = new ArrayList<>(32);
    for (int at = end + 2; at < text.length(); at = end + 2) {
      end = end(text, at);
      int colon = text.indexOf(':', at);
      if (colon < 0 || colon > end) {
        throw new IOException("no header: " + text.substring(at, end));
      }
      fields.add(text.substring(at, colon));
      fields.add(text.substring(colon + 1, end).strip());
    }
    return new HttpHead(start, fields);
  }

  private static int end(String text, int from) {
    int end = text.indexOf("\r\n", from);
    return end < 0 ? text.length() : end;
  }

  /** Returns a word of the first line, 0 to 2; empty if there is none. */
  String word(int number) {
    String[] words = start.split(" ", 3);
    return number < words.length ? words[number] : "";
  }

  int status() throws IOException {
    try {
      return Integer.parseInt(word(1));
    } catch (NumberFormatException e) {
      throw new IOException("no answer: " + start, e);
    }
  }

  @Nullable
  String header(String name) {
    for (int i = 0; i < fields.size(); i += 2) {
      if (fields.get(i).equalsIgnoreCase(name)) {
        return fields.get(i + 1);
      }
    }
    return null;
  }

  boolean has(String name, String value) {
    String found = header(name);
    return found != null && found.equalsIgnoreCase(value);
  }

  HttpHead without(String name) {
    if (header(name) == null) {
      return this;
    }
    List<String> left = new ArrayList<>(fields.size());
    for (int i = 0; i < fields.size(); i += 2) {
      if (!fields.get(i).equalsIgnoreCase(name)) {
        left.add(fields.get(i));
        left.add(fields.get(i + 1));
      }
    }
    return new HttpHead(start, left);
  }

  /** Replaces all headers of that name by one at the end. */
  HttpHead with(String name, String value) {
    List<String> more = new ArrayList<>(without(name).fields);
    more.add(name);
    more.add(value);
    return new HttpHead(start, more);
  }

  /** Leaves out what is about one connection alone. */
  HttpHead withoutConnection() {
    return without("Connection").without("Keep-Alive").without("Upgrade").without("HTTP2-Settings");
  }

  ByteBuffer bytes() {
    StringBuilder text = new StringBuilder(1024).append(start).append("\r\n");
    for (int i = 0; i < fields.size(); i += 2) {
      text.append(fields.get(i)).append(": ").append(fields.get(i + 1)).append("\r\n");
    }
    return ByteBuffer.wrap(text.append("\r\n").toString().getBytes(ISO_8859_1));
  }

  @Override
  public String toString() {
    return start;
  }
}
