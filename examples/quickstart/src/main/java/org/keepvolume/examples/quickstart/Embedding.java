// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.quickstart;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.keepvolume.Access;
import org.keepvolume.VolumeException;
import org.keepvolume.WriteResult;
import org.keepvolume.posix.PosixVolume;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.MountOptions;

/** The README's snippet: a store over two disks, the old one not to be changed. */
final class Embedding {
  private Embedding() {}

  static byte[] storeAndReadBack(Path oldDisk, Path newDisk, byte[] bytes) throws VolumeException {
    MountOptions readOnly = MountOptions.defaults().withAccess(Access.READ_ONLY);
    try (BlockStore store =
        BlockStore.builder()
            .mount(PosixVolume.open(oldDisk), readOnly)
            .mount(PosixVolume.open(newDisk))
            .build()) {
      WriteResult stored = store.write(ByteBuffer.wrap(bytes));
      System.out.println("stored " + stored.locator());
      return store.read(stored.hash());
    }
  }
}
