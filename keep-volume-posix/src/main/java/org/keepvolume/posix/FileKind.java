// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Says in words what kind of thing lies at a path, for messages. */
final class FileKind {
  private FileKind() {}

  static String describe(Path path, BasicFileAttributes attributes) {
    return path + " is " + kind(attributes);
  }

  private static String kind(BasicFileAttributes attributes) {
    if (attributes.isSymbolicLink()) {
      return "a symbolic link";
    }
    if (attributes.isDirectory()) {
      return "a directory";
    }
    return attributes.isRegularFile() ? "a regular file" : "a FIFO, socket or device";
  }
}
