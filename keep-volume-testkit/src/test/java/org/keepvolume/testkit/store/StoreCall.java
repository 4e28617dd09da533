// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store;

import java.util.Locale;
import org.keepvolume.Operation;

/** What a store over two mounts is asked to do with a block. */
enum StoreCall {
  READ(Operation.READ),
  STAT(Operation.STAT),
  WRITE(Operation.WRITE),
  WRITE_TWO_REPLICAS(Operation.WRITE),
  TOUCH(Operation.TOUCH),
  TRASH(Operation.TRASH),
  UNTRASH(Operation.UNTRASH);

  private final Operation operation;

  StoreCall(Operation operation) {
    this.operation = operation;
  }

  Operation operation() {
    return operation;
  }

  /** Returns the words for it in tables. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replaceFirst("_", ", ").replace('_', ' ');
  }
}
