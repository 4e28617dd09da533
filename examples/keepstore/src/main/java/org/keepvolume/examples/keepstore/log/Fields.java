// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.event.KeyValuePair;

/** What belongs to a line beside its message: the request's name, and what the caller added. */
final class Fields {
  private Fields() {}

  /** Returns them, each name once: what the caller added is nearer to the line. */
  static List<KeyValuePair> of(ILoggingEvent event) {
    List<KeyValuePair> added = Objects.requireNonNullElse(event.getKeyValuePairs(), List.of());
    List<KeyValuePair> fields = new ArrayList<>(added.size() + 1);
    event
        .getMDCPropertyMap()
        .forEach(
            (name, value) -> {
              if (!has(added, name)) {
                fields.add(new KeyValuePair(name, value));
              }
            });
    fields.addAll(added);
    return fields;
  }

  private static boolean has(List<KeyValuePair> fields, String name) {
    for (KeyValuePair field : fields) {
      if (field.key.equals(name)) {
        return true;
      }
    }
    return false;
  }
}
