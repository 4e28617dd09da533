// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockHash;
import org.keepvolume.VolumeException;

/**
 * Stores a block by one Put Blob, whose bytes the service compares with their MD5.
 *
 * <p>Never in staged blocks: writers of the same block would mix theirs. Put Blob replaces content
 * and metadata at once, so it also takes a block out of the trash, and can be repeated.
 */
final class BlockWriter {
  private final BlobRequests requests;
  private final int attempts;

  BlockWriter(BlobRequests requests, int attempts) {
    this.requests = requests;
    this.attempts = attempts;
  }

  void write(Call call, BlockHash hash, ByteBuffer data) throws VolumeException {
    Retries retries = Retries.of(call, attempts);
    while (true) {
      try {
        requests.put(call, hash, data);
        return;
      } catch (IOException e) {
        if (e instanceof Refusal refusal && refusal.meaning() == Meaning.DAMAGED) {
          requireOwn(call, hash, data);
        }
        retries.after(e);
      }
    }
  }

  /** Tells damage on the way from bytes that never had this MD5. */
  private static void requireOwn(Call call, BlockHash hash, ByteBuffer data)
      throws BlockCorruptException {
    if (!BlockHash.of(data.duplicate()).equals(hash)) {
      throw call.corrupt("the bytes to write have another MD5");
    }
  }
}
