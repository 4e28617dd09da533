// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.keepvolume.BlockHash;
import org.keepvolume.examples.benchmarks.PlainFiles;

/** The files by hand of the other benchmarks, a writer and reader of its own for each thread. */
final class FilesByHand implements FileProgram {
  private static final int PREFIX_DIGITS = 3;

  private final ThreadLocal<PlainFiles> files;

  private FilesByHand(Path root, boolean durable) {
    files = ThreadLocal.withInitial(() -> new PlainFiles(root, durable));
  }

  /** Uses a directory, in which all prefix directories are made. */
  static FilesByHand in(Path root, boolean durable) throws IOException {
    for (int i = 0; i < 1 << (4 * PREFIX_DIGITS); i++) {
      Path unused =
          Files.createDirectories(root.resolve(HexFormat.of().toHexDigits(i, PREFIX_DIGITS)));
    }
    return new FilesByHand(root, durable);
  }

  @Override
  public void read(BlockHash hash, ByteBuffer destination) throws IOException {
    files.get().read(hash, destination::put);
  }

  @Override
  public void write(BlockHash hash, ByteBuffer block) throws IOException {
    files.get().write(hash, block);
  }
}
