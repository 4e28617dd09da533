// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.annotation.Nullable;

/**
 * One line between the processes: one or more fields of text or nothing, taken by {@link LineInput}
 * and read by {@link LineReader}.
 */
final class Line {
  static final String SEPARATOR = "\t";
  static final char ESCAPE = '\\';
  static final String NOTHING = "\\-";

  private final List<String> fields = new ArrayList<>();

  /** Adds a value's text; whoever reads the field knows its type. */
  Line add(@Nullable Object value) {
    fields.add(value == null ? NOTHING : escaped(value.toString()));
    return this;
  }

  Line addBytes(byte[] bytes) {
    fields.add(Base64.getEncoder().encodeToString(bytes));
    return this;
  }

  Line addAll(Line other) {
    fields.addAll(other.fields);
    return this;
  }

  /** Sends the line and flushes. */
  void writeTo(OutputStream out) throws IOException {
    for (int i = 0; i < fields.size(); i++) {
      if (i > 0) {
        out.write(SEPARATOR.getBytes(UTF_8));
      }
      out.write(fields.get(i).getBytes(UTF_8));
    }
    out.write('\n');
    out.flush();
  }

  /** Returns the first fields, enough to tell people which line it is. */
  String summary() {
    return String.join(" ", fields.subList(0, Math.min(3, fields.size())));
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }
}
