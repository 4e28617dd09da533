// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The directories of services that are measured. */
final class Blocks {
  private Blocks() {}

  /** Makes a directory with so many blocks in it. */
  static Path filled(Path root, LoadBlocks blocks, int number) throws IOException {
    FileBlocks files = new FileBlocks(Files.createDirectories(root), false);
    for (int i = 0; i < number; i++) {
      files.write(blocks.hash(i), blocks.block(i));
    }
    return root;
  }

  /** Removes all blocks, and leaves directories. */
  static void empty(Path root) throws IOException {
    List<Path> blocks;
    try (Stream<Path> all = Files.walk(root)) {
      blocks =
          all.filter(Files::isRegularFile)
              .filter(file -> !file.getFileName().toString().startsWith("."))
              .toList();
    }
    for (Path block : blocks) {
      Files.delete(block);
    }
  }
}
