// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import javax.annotation.Nullable;
import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;

/** Collects what went wrong on a server's threads, for the test's own thread to fail with. */
@ThreadSafe
final class Problems {
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final List<String> texts = new ArrayList<>();

  @GuardedBy("lock")
  private final List<Throwable> causes = new ArrayList<>();

  void add(String text, @Nullable Throwable cause) {
    lock.lock();
    try {
      texts.add(cause == null ? text : text + ": " + cause);
      if (cause != null) {
        causes.add(cause);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what was collected, and fails if it was anything. */
  void fail(String server) {
    lock.lock();
    try {
      if (texts.isEmpty()) {
        return;
      }
      AssertionError error =
          new AssertionError(server + ":\n  " + String.join("\n  ", texts), null);
      causes.forEach(error::addSuppressed);
      texts.clear();
      causes.clear();
      throw error;
    } finally {
      lock.unlock();
    }
  }
}
