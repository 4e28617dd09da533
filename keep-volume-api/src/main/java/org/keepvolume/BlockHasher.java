// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.annotation.concurrent.NotThreadSafe;

/**
 * Computes a {@link BlockHash} from content that comes in pieces.
 *
 * <p>Not thread-safe. After {@link #finish} it starts anew with no content.
 */
@NotThreadSafe
public final class BlockHasher {
  private final MessageDigest md5;

  /** Makes a hasher that has seen no content. */
  public BlockHasher() {
    try {
      md5 = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform must have MD5, see MessageDigest", e);
    }
  }

  /**
   * Adds the next piece.
   *
   * @param piece the bytes from position to limit; bytes, position and limit stay as they are
   * @return this hasher
   */
  public BlockHasher update(ByteBuffer piece) {
    md5.update(piece.duplicate());
    return this;
  }

  /** Starts anew, as after {@link #finish}. */
  void reset() {
    md5.reset();
  }

  /**
   * Returns the hash of all pieces since the last call, and starts anew.
   *
   * @return the hash
   */
  public BlockHash finish() {
    return BlockHash.fromBytes(md5.digest());
  }
}
