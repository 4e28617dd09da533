// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.keepvolume.BlockHash;

/** A program of few lines that keeps blocks in files, for any number of threads. */
interface FileProgram {
  /** Puts a block's bytes into a buffer, which has room for them. */
  void read(BlockHash hash, ByteBuffer destination) throws IOException;

  /** Stores the remaining bytes of a buffer. */
  void write(BlockHash hash, ByteBuffer block) throws IOException;
}
