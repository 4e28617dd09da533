// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;

/**
 * The fields of a received {@link Line}, in their order.
 *
 * <p>Each method takes the next field, and throws an unchecked exception if there is none or if it
 * is no such value.
 */
final class LineReader {
  private final Iterator<String> fields;

  LineReader(String line) {
    fields = List.of(line.split(Line.SEPARATOR, -1)).iterator();
  }

  boolean hasNext() {
    return fields.hasNext();
  }

  String text() {
    String text = textOrNull();
    if (text == null) {
      throw new NoSuchElementException("nothing where a value was expected");
    }
    return text;
  }

  @Nullable
  String textOrNull() {
    String field = fields.next();
    return field.equals(Line.NOTHING) ? null : plain(field);
  }

  long number() {
    return Long.parseLong(text());
  }

  OptionalLong optionalNumber() {
    String text = textOrNull();
    return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
  }

  Instant instant() {
    return Instant.parse(text());
  }

  @Nullable
  Instant instantOrNull() {
    String text = textOrNull();
    return text == null ? null : Instant.parse(text);
  }

  Duration duration() {
    return Duration.parse(text());
  }

  @Nullable
  Duration durationOrNull() {
    String text = textOrNull();
    return text == null ? null : Duration.parse(text);
  }

  BlockHash hash() {
    return BlockHash.parse(text());
  }

  @Nullable
  BlockHash hashOrNull() {
    String text = textOrNull();
    return text == null ? null : BlockHash.parse(text);
  }

  boolean flag() {
    return text().equals("true");
  }

  byte[] bytes() {
    return Base64.getDecoder().decode(fields.next());
  }

  private static String plain(String field) {
    if (field.indexOf(Line.ESCAPE) < 0) {
      return field;
    }
    StringBuilder text = new StringBuilder(field.length());
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      text.append(c == Line.ESCAPE ? meant(field.charAt(++i)) : c);
    }
    return text.toString();
  }

  private static char meant(char escaped) {
    return switch (escaped) {
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case Line.ESCAPE -> Line.ESCAPE;
      default -> throw new IllegalArgumentException("unknown escape: " + escaped);
    };
  }
}
