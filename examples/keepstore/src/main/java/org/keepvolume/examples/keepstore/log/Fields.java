// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/** What belongs to a line beside its message: the request's name, and what the caller added. */
final class Fields {
  private Fields() {}

  static List<KeyValuePair> of(ILoggingEvent event) {
    List<KeyValuePair> fields = new ArrayList<>();
    event.getMDCPropertyMap().forEach((name, value) -> fields.add(new KeyValuePair(name, value)));
    if (event.getKeyValuePairs() != null) {
      fields.addAll(event.getKeyValuePairs());
    }
    return fields;
  }
}
