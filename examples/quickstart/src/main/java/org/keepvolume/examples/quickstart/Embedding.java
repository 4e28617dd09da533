// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.quickstart;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.keepvolume.VolumeException;
import org.keepvolume.WriteResult;
import org.keepvolume.posix.PosixVolume;
import org.keepvolume.store.BlockStore;

/** The README's snippet: stores a block and reads it back. */
final class Embedding {
  private Embedding() {}

  static byte[] storeAndReadBack(Path directory, byte[] bytes) throws VolumeException {
    try (BlockStore store = BlockStore.builder().mount(PosixVolume.open(directory)).build()) {
      WriteResult stored = store.write(ByteBuffer.wrap(bytes));
      System.out.println("stored " + stored.locator());
      return store.read(stored.hash());
    }
  }
}
