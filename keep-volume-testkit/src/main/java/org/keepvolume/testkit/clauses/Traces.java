// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The threads and open descriptors of this process at one moment, for LC-5.
 *
 * <p>Descriptors are read from {@code /proc/self/fd}; elsewhere than on Linux none are seen.
 */
final class Traces {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  // What the JVM opens or starts for itself, at a time of its own choosing.
  private static final List<String> OF_THE_JVM =
      List.of(
          "process reaper",
          "Common-Cleaner",
          "ForkJoinPool.commonPool",
          "CompletableFutureDelayScheduler",
          "Attach Listener");

  private final Set<Thread> threads;
  private final Map<String, String> descriptors;

  private Traces(Set<Thread> threads, Map<String, String> descriptors) {
    this.threads = threads;
    this.descriptors = descriptors;
  }

  static Traces now() throws IOException {
    letTheJvmOpenItsOwn();
    return new Traces(liveThreads(), openDescriptors());
  }

  /** Opens and closes a channel: from its first one on, JDK 17 keeps a socket. */
  private static void letTheJvmOpenItsOwn() throws IOException {
    if (Files.isDirectory(DESCRIPTORS)) {
      FileChannel.open(Path.of("/dev/null")).close();
    }
  }

  /** Returns what is there now and was not then, once no more of it goes away by itself. */
  List<String> left(List<String> processWide, BooleanSupplier patience) throws IOException {
    while (true) {
      List<String> left = leftNow(processWide);
      if (left.isEmpty() || !patience.getAsBoolean()) {
        return left;
      }
      // On JDK 17 some descriptors are closed by a cleaner.
      System.gc();
      Thread.onSpinWait();
    }
  }

  private List<String> leftNow(List<String> processWide) throws IOException {
    List<String> left = new ArrayList<>();
    for (Thread thread : liveThreads()) {
      String name = thread.getName();
      boolean expected =
          name.startsWith(Subject.THREAD_PREFIX)
              || OF_THE_JVM.stream().anyMatch(name::startsWith)
              || processWide.stream().anyMatch(name::startsWith);
      if (!threads.contains(thread) && thread.isAlive() && !expected) {
        left.add("the thread " + name);
      }
    }
    openDescriptors()
        .forEach(
            (number, target) -> {
              if (!target.equals(descriptors.get(number))) {
                left.add("the descriptor " + number + " of " + target);
              }
            });
    return left;
  }

  /** Returns the threads of this process; unlike stack traces, that stops none of them. */
  private static Set<Thread> liveThreads() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    Thread[] threads = new Thread[group.activeCount() + 16];
    int count = group.enumerate(threads);
    while (count == threads.length) { // maybe there was no room for all
      threads = new Thread[2 * count];
      count = group.enumerate(threads);
    }
    return new HashSet<>(Arrays.asList(threads).subList(0, count));
  }

  private static Map<String, String> openDescriptors() throws IOException {
    Map<String, String> open = new HashMap<>();
    if (!Files.isDirectory(DESCRIPTORS)) {
      return open;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path entry : entries) {
        String target = target(entry);
        boolean ofTheJvm =
            target.isEmpty()
                || target.startsWith("/proc/")
                || target.endsWith(".jar")
                || target.endsWith("random");
        if (!ofTheJvm) {
          open.put(entry.getFileName().toString(), target);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return open;
  }

  /** Returns what a descriptor leads to; empty if it was closed meanwhile. */
  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
