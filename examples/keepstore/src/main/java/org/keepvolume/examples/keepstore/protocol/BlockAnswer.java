// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.annotation.Nullable;
import org.keepvolume.BlockSink;
import org.keepvolume.examples.keepstore.http.HttpCall;
import org.keepvolume.examples.keepstore.http.ResponseBody;

/** Sends a block, which the store has verified before, as the answer to a request. */
final class BlockAnswer implements BlockSink {
  private static final String BYTES = "application/octet-stream";

  private final HttpCall call;
  private @Nullable ResponseBody body;
  private int size;

  BlockAnswer(HttpCall call) {
    this.call = call;
  }

  @Override
  public void begin(int size) throws IOException {
    this.size = size;
    body = call.answer(200, BYTES, size);
    if (size == 0 || call.isHead()) {
      body.write(ByteBuffer.allocate(0), true);
    }
  }

  @Override
  public void write(ByteBuffer source, int position) throws IOException {
    if (!call.isHead()) {
      body.write(source, position + source.remaining() == size);
    }
  }

  /** Tells whether the client has been told that it gets the block. */
  boolean begun() {
    return body != null;
  }
}
