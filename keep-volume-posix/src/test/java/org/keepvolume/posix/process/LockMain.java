// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A main class that locks one byte of a file, says whether it could, and keeps it to its end. */
final class LockMain {
  static final String LOCKED = "locked";
  static final String REFUSED = "refused";

  private LockMain() {}

  public static void main(String[] args) throws Exception {
    FileChannel file =
        FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    FileLock lock = file.tryLock(Long.parseLong(args[1]), 1, false);
    VolumeMain.answer(lock == null ? REFUSED : LOCKED);
    while (System.in.read() >= 0) {
      // Until the input ends.
    }
    file.close();
  }
}
