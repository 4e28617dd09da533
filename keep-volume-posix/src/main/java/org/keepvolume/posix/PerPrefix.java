// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import javax.annotation.concurrent.ThreadSafe;

/** One object for each prefix directory, made when it is first asked for. */
@ThreadSafe
final class PerPrefix<T> {
  private final Supplier<T> maker;
  private final AtomicReferenceArray<T> made =
      new AtomicReferenceArray<>(BlockPaths.PREFIX_DIRECTORIES);

  PerPrefix(Supplier<T> maker) {
    this.maker = maker;
  }

  T get(int number) {
    T known = made.get(number);
    if (known != null) {
      return known;
    }
    T added = maker.get();
    return made.compareAndSet(number, null, added) ? added : made.get(number);
  }
}
