// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/** An executor that runs what it was given when a test says so. */
final class TaskList implements Executor {
  private final List<Runnable> tasks = new CopyOnWriteArrayList<>();

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  int size() {
    return tasks.size();
  }

  void runAll() {
    tasks.forEach(Runnable::run);
  }
}
