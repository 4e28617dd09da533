// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.keepvolume.VolumeFullException;

/** Gives a trashed copy its block's name back, while the block is locked. */
final class Restoration {
  private Restoration() {}

  /** Returns false if there is a block; then the copy stays as well. */
  static boolean restore(Call call, Path copy, Path block) throws IOException {
    try {
      Files.createLink(block, copy);
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      if (!(call.failed(e, copy) instanceof VolumeFullException)) {
        throw e;
      }
      // A second name may need space of its own (a tmpfs counts it as an inode), a change of name
      // needs none. It may replace what a program that does not know the locks writes in between,
      // by the same bytes.
      if (call.look(block).isPresent()) {
        return false;
      }
      Files.move(copy, block, ATOMIC_MOVE);
      return true;
    }
    Files.deleteIfExists(copy);
    return true;
  }
}
