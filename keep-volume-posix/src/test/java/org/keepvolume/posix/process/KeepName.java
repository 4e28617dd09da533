// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.nio.file.Path;

/** Tells apart the names in a volume. */
final class KeepName {
  private KeepName() {}

  static boolean isBlock(Path path) {
    return path.getFileName() != null && path.getFileName().toString().matches("[0-9a-f]{32}");
  }

  static boolean isTrash(Path path) {
    return path.getFileName().toString().matches("[0-9a-f]{32}\\.trash\\.\\d+");
  }

  /** Tells whether a file is none that others read: what a block is before it has its name. */
  static boolean isTemporary(Path path) {
    return path.getFileName().toString().matches("tmp[0-9a-f]{32}\\d+");
  }
}
