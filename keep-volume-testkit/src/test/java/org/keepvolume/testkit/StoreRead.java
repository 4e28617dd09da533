// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.keepvolume.BlockHash;
import org.keepvolume.store.BlockStore;

/** The ways to read a block of at most 20 bytes from a store; what holds for one holds for all. */
enum StoreRead {
  ARRAY {
    @Override
    byte[] read(BlockStore store, BlockHash hash) throws IOException {
      return store.read(hash);
    }
  },
  BUFFER {
    @Override
    byte[] read(BlockStore store, BlockHash hash) throws IOException {
      ByteBuffer buffer = ByteBuffer.allocate(20);
      byte[] bytes = new byte[store.read(hash, buffer)];
      buffer.flip().get(bytes);
      return bytes;
    }
  },
  SINK {
    @Override
    byte[] read(BlockStore store, BlockHash hash) throws IOException {
      CollectingSink sink = new CollectingSink();
      int size = store.read(hash, sink);
      assertEquals(List.of(size), sink.begins());
      return sink.content();
    }
  };

  abstract byte[] read(BlockStore store, BlockHash hash) throws IOException;
}
