// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static com.google.common.base.Verify.verifyNotNull;

import com.google.common.base.Throwables;
import java.io.IOException;
import javax.annotation.Nullable;
import org.keepvolume.VolumeException;

/** What came of doing something on one mount: a value, or why there is none. */
record Attempt<T>(Mount mount, @Nullable T value, @Nullable Throwable failure) {
  /** Something that is done on a mount. */
  @FunctionalInterface
  interface Action<T> {
    T run() throws IOException;
  }

  static <T> Attempt<T> of(Mount mount, Action<T> action) {
    try {
      return new Attempt<>(mount, action.run(), null);
    } catch (IOException | RuntimeException | Error e) {
      return new Attempt<>(mount, null, e);
    }
  }

  /** Returns the value, or throws the volume's failure, or what ends the whole call. */
  T get() throws VolumeException {
    if (failure != null) {
      Throwables.throwIfInstanceOf(failure, VolumeException.class);
      Throwables.throwIfUnchecked(failure);
      throw new AssertionError("a call on a mount threw what it does not declare", failure);
    }
    return verifyNotNull(value);
  }
}
