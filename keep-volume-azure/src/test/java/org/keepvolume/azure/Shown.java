// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** What volumes show of themselves, on standard output if {@link FaultRun} says so. */
final class Shown {
  private Shown() {}

  /** Shows an exception of a volume. */
  static void thrown(Throwable thrown) {
    if (FaultRun.OF_THIS_JVM.isShown()) {
      System.out.println(text(thrown));
    }
  }

  /** Shows what objects say. */
  static void texts(Object... objects) {
    if (FaultRun.OF_THIS_JVM.isShown()) {
      for (Object object : objects) {
        System.out.println(object);
      }
    }
  }

  /**
   * Returns all words of an exception: the message and name of it and of what it has as cause or
   * suppressed, and its stack trace.
   */
  static String text(Throwable thrown) {
    StringWriter text = new StringWriter();
    text.append("thrown: ");
    addMessages(text, thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private static void addMessages(StringWriter text, Throwable thrown, Set<Throwable> seen) {
    if (thrown == null || !seen.add(thrown)) {
      return;
    }
    text.append(thrown + "\n" + thrown.getMessage() + "\n" + thrown.getLocalizedMessage() + "\n");
    addMessages(text, thrown.getCause(), seen);
    for (Throwable suppressed : thrown.getSuppressed()) {
      addMessages(text, suppressed, seen);
    }
  }
}
