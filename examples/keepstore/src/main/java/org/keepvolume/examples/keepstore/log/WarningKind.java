// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.event.KeyValuePair;

/**
 * What warnings have in common that are equal to a person: who warns, of what, where.
 *
 * @param logger who
 * @param message what, before what differs is put in
 * @param places where: the fields {@code device}, {@code operation} and {@code respStatusCode}
 */
record WarningKind(String logger, String message, List<Object> places) {
  /** Fields that tell apart what is said of two devices, and a mistake of ours from a busy disk. */
  private static final List<String> TELLING = List.of("device", "operation", "respStatusCode");

  /** What differs between equal lines whose writer had put it in already: blocks. */
  private static final Pattern BLOCK = Pattern.compile("[0-9a-f]{32,}");

  static WarningKind of(ILoggingEvent event) {
    List<Object> places = new ArrayList<>();
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        if (TELLING.contains(pair.key)) {
          places.add(String.valueOf(pair.value));
        }
      }
    }
    boolean isPattern = event.getArgumentArray() != null && event.getArgumentArray().length > 0;
    String message = String.valueOf(event.getMessage());
    return new WarningKind(
        event.getLoggerName(),
        isPattern ? message : BLOCK.matcher(message).replaceAll("#"),
        places);
  }
}
