// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.keepvolume.examples.benchmarks.Workload.Block;

/** Directories in Keep's layout, one for each program of a pair. */
final class Roots {
  private Roots() {}

  /** Makes a root with a directory for each of the blocks, as a used volume has them. */
  static Path create(Path parent, String name, Workload workload) throws IOException {
    Path root = Files.createDirectories(parent.resolve(name));
    for (Block block : workload.blocks()) {
      Files.createDirectories(file(root, block).getParent());
    }
    return root;
  }

  /** Stores the blocks without asking the library. */
  static void fill(Path root, Workload workload) throws IOException {
    for (Block block : workload.blocks()) {
      Files.write(file(root, block), block.content().array());
    }
    sync(root);
  }

  /** Deletes the blocks and waits until the disk has nothing left to do for it. */
  static void empty(Path root, Workload workload) throws IOException {
    for (Block block : workload.blocks()) {
      Files.deleteIfExists(file(root, block));
    }
    sync(root);
  }

  private static void sync(Path root) throws IOException {
    try (FileChannel directory = FileChannel.open(root, READ)) {
      directory.force(true);
    }
  }

  private static Path file(Path root, Block block) {
    String name = block.hash().toString();
    return root.resolve(name.substring(0, 3)).resolve(name);
  }
}
