// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Looks where threads are. */
final class Stacks {
  private static final String OURS = Stacks.class.getPackageName() + ".";

  /** What has main code below it and belongs to tests. */
  private static final List<String> TESTS =
      List.of("Test", "CallThread", "Stacks", "Await", "OpenSockets", "DribblingServer", "Run");

  private Stacks() {}

  /** Tells whether a thread, or any platform thread, is in a method of a class of the volume. */
  static boolean isIn(Thread also, String type, String method) {
    return isIn(also.getStackTrace(), type, method)
        || Thread.getAllStackTraces().values().stream().anyMatch(s -> isIn(s, type, method));
  }

  private static boolean isIn(StackTraceElement[] stack, String type, String method) {
    return Arrays.stream(stack)
        .anyMatch(f -> f.getClassName().equals(OURS + type) && f.getMethodName().equals(method));
  }

  /** Returns the other platform threads that run code of the volume. */
  static List<String> atWork() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(e -> e.getKey() != Thread.currentThread())
        .filter(e -> Arrays.stream(e.getValue()).anyMatch(Stacks::isOfVolume))
        .map(Stacks::describe)
        .toList();
  }

  private static boolean isOfVolume(StackTraceElement frame) {
    String name = frame.getClassName();
    if (!name.startsWith(OURS)) {
      return false;
    }
    String simple = name.substring(OURS.length());
    // Packages are those of test servers.
    return Character.isUpperCase(simple.charAt(0)) && TESTS.stream().noneMatch(simple::contains);
  }

  private static String describe(Map.Entry<Thread, StackTraceElement[]> thread) {
    return thread.getKey().getName() + " " + Arrays.toString(thread.getValue());
  }
}
