// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.keepvolume.BlockHash;
import org.keepvolume.examples.keepstore.RawConnection;

/** A client that puts and gets one block over one connection, and demands that it is right. */
final class GoodClient implements AutoCloseable {
  private static final byte[] NOTHING = new byte[0];

  private final RawConnection connection;
  private final byte[] block;
  private final BlockHash hash;

  GoodClient(int port, byte[] block) throws IOException {
    this(port, block, BlockHash.of(block));
  }

  GoodClient(int port, byte[] block, BlockHash hash) throws IOException {
    connection = new RawConnection(port);
    this.block = block;
    this.hash = hash;
  }

  void put() throws IOException {
    RawConnection.Answer answer = connection.request("PUT", "/" + hash, Map.of(), block).answer();
    require(answer.status() == 200, "PUT gave " + answer.status() + " " + answer.text());
  }

  void get() throws IOException {
    RawConnection.Answer answer =
        connection.request("GET", "/" + hash + "+" + block.length, Map.of(), NOTHING).answer();
    require(answer.status() == 200, "GET gave " + answer.status());
    require(answer.body().equals(ByteBuffer.wrap(block)), "GET gave other bytes");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
