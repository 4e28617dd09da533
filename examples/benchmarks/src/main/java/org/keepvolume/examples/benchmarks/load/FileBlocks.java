// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks.load;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.keepvolume.BlockHash;

/** Reads and writes blocks as files of a directory, looks at nothing, and sets no times. */
final class FileBlocks implements FileProgram {
  private final AtomicLong written = new AtomicLong();
  private final Path root;
  private final boolean durable;

  FileBlocks(Path root, boolean durable) {
    this.root = root;
    this.durable = durable;
  }

  @Override
  public void read(BlockHash hash, ByteBuffer destination) throws IOException {
    String name = hash.toString();
    try (FileChannel file =
        FileChannel.open(root.resolve(name.substring(0, 3)).resolve(name), READ)) {
      destination.limit(destination.position() + (int) file.size());
      while (destination.hasRemaining() && file.read(destination) >= 0) {}
    }
  }

  @Override
  public void write(BlockHash hash, ByteBuffer block) throws IOException {
    String name = hash.toString();
    Path directory = root.resolve(name.substring(0, 3));
    Path temporary = directory.resolve("tmp" + name + written.getAndIncrement());
    try (FileChannel file = created(temporary)) {
      while (block.hasRemaining()) {
        int unused = file.write(block);
      }
      if (durable) {
        file.force(false);
      }
    }
    Files.move(temporary, directory.resolve(name), ATOMIC_MOVE);
    if (durable) {
      try (FileChannel file = FileChannel.open(directory, READ)) {
        file.force(true);
      }
    }
  }

  private static FileChannel created(Path temporary) throws IOException {
    try {
      return FileChannel.open(temporary, WRITE, CREATE_NEW);
    } catch (NoSuchFileException e) {
      var unused = Files.createDirectories(temporary.getParent());
      return FileChannel.open(temporary, WRITE, CREATE_NEW);
    }
  }
}
