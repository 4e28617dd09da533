// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import java.io.IOException;
import org.keepvolume.BlockCollisionException;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockTooLargeException;
import org.keepvolume.CallCancelledException;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFullException;
import org.keepvolume.VolumeReadOnlyException;
import org.keepvolume.examples.keepstore.http.Refusal;

/**
 * What a failure of the store is told as.
 *
 * <p>The words are those of the original up to 2.7.4. Where it said that a block was not found
 * because a volume failed, this says that a volume failed: the block may be there.
 */
final class StoreErrors {
  private StoreErrors() {}

  /** Returns what a client is told of a failed read; what is no failure of a volume is thrown. */
  static Refusal ofRead(IOException failure) throws IOException {
    if (failure instanceof BlockCorruptException) {
      return new Refusal(500, "Hash mismatch in stored data", failure);
    }
    if (failure instanceof BlockTooLargeException) {
      return new Refusal(500, "Stored block is too large", failure);
    }
    return of(failure);
  }

  /** Returns what a client is told of a failed write; what is no failure of a volume is thrown. */
  static Refusal ofWrite(IOException failure) throws IOException {
    if (failure instanceof BlockCorruptException corrupt && corrupt.volume().isEmpty()) {
      return new Refusal(422, "Hash mismatch in request");
    }
    if (failure instanceof BlockCollisionException) {
      return new Refusal(500, "Collision", failure);
    }
    if (failure instanceof VolumeFullException || failure instanceof VolumeReadOnlyException) {
      return new Refusal(503, "Full", failure);
    }
    Refusal told = of(failure);
    return told.status() == 500 ? new Refusal(500, "Fail", failure) : told;
  }

  /** Returns what a client is told of any other call that failed. */
  static Refusal of(IOException failure) throws IOException {
    if (failure instanceof BlockNotFoundException) {
      return new Refusal(404, "Not Found");
    }
    if (failure instanceof CallCancelledException) {
      // Only a stop of the service interrupts, and a client that has left, whom nobody tells.
      return new Refusal(503, "Shutting down");
    }
    if (!(failure instanceof VolumeException e)) {
      throw failure;
    }
    if (e.retryable()) {
      return new Refusal(503, "Volume backend busy", e);
    }
    return new Refusal(500, "Volume failure", e);
  }
}
