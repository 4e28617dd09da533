// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.azurite;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an Azurite prints: the address it listens on, and its last lines for a message.
 *
 * <p>A daemon thread reads it to its end, since a process whose output nobody takes stops one day.
 */
final class AzuriteOutput {
  private static final Pattern LISTENS = Pattern.compile("successfully listens on (\\S+)");
  private static final int SHOWN_LINES = 40;

  private final CompletableFuture<URI> service = new CompletableFuture<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<String> lines = new ArrayDeque<>();

  AzuriteOutput(Process process) {
    Thread reader = new Thread(() -> read(process.inputReader(UTF_8)), "azurite-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Returns the address, once it is known; a failure, once the output has ended without it. */
  CompletableFuture<URI> service() {
    return service;
  }

  /** Returns the last lines. */
  String text() {
    lock.lock();
    try {
      return String.join("\n", lines);
    } finally {
      lock.unlock();
    }
  }

  private void read(BufferedReader output) {
    try (output) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        keep(line);
        Matcher listens = LISTENS.matcher(line);
        if (listens.find()) {
          service.complete(URI.create(listens.group(1)));
        }
      }
      service.completeExceptionally(new IOException("its output has ended"));
    } catch (IOException | RuntimeException e) {
      service.completeExceptionally(e);
    }
  }

  private void keep(String line) {
    lock.lock();
    try {
      if (lines.size() == SHOWN_LINES) {
        lines.removeFirst();
      }
      lines.addLast(line);
    } finally {
      lock.unlock();
    }
  }
}
