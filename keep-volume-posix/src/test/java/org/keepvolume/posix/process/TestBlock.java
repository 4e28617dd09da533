// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.keepvolume.BlockHash;

/** A block whose content follows from two numbers, so that two processes need not pass bytes. */
public record TestBlock(long seed, int size) {
  public byte[] content() {
    byte[] content = new byte[size];
    new SplittableRandom(seed).nextBytes(content);
    return content;
  }

  public BlockHash hash() {
    return BlockHash.of(content());
  }

  ByteBuffer direct() {
    return ByteBuffer.allocateDirect(size).put(content()).flip();
  }

  String prefix() {
    return hash().toString().substring(0, 3);
  }

  public Path directory(Path root) {
    return root.resolve(prefix());
  }

  public Path file(Path root) {
    return directory(root).resolve(hash().toString());
  }

  /** Finds a small other block that lies in the same directory. */
  TestBlock neighbour() {
    String wanted = prefix();
    TestBlock found = new TestBlock(seed + 1, 64);
    while (!found.prefix().equals(wanted)) {
      found = new TestBlock(found.seed + 1, 64);
    }
    return found;
  }
}
