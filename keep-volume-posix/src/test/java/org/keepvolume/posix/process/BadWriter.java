// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A child's main class: stores a block durably, but for one mistake. */
final class BadWriter {
  /** What it does wrong. */
  enum Mistake {
    NONE,
    WRITES_IN_PLACE,
    WRITES_AFTER_THE_SYNC,
    SYNCS_AFTER_THE_RENAME,
    ACKNOWLEDGES_BEFORE_THE_RENAME,
    REPEATS_A_FAILED_SYNC,
    PASSES_OVER_A_FAILED_SYNC,
    PASSES_OVER_A_FAILED_SYNC_OF_THE_DIRECTORY
  }

  private final Path root;
  private final Mistake mistake;
  private final TestBlock block = new TestBlock(1, 5000);

  private BadWriter(Path root, Mistake mistake) {
    this.root = root;
    this.mistake = mistake;
  }

  /** Takes the root and the mistake. */
  public static void main(String[] args) throws IOException {
    new BadWriter(Path.of(args[0]), Mistake.valueOf(args[1])).write();
  }

  private void write() throws IOException {
    mark("begin");
    Path directory = Files.createDirectory(block.directory(root));
    sync(root);
    Path temporary = directory.resolve("tmp" + block.hash() + "1");
    try (FileChannel file = FileChannel.open(temporary, CREATE_NEW, WRITE)) {
      fill(file);
      if (mistake != Mistake.SYNCS_AFTER_THE_RENAME) {
        syncContent(file);
      }
      if (mistake == Mistake.WRITES_AFTER_THE_SYNC) {
        fill(file.position(0));
      }
    }
    if (mistake == Mistake.ACKNOWLEDGES_BEFORE_THE_RENAME) {
      mark("ack");
    }
    Files.move(temporary, block.file(root), ATOMIC_MOVE);
    if (mistake == Mistake.SYNCS_AFTER_THE_RENAME) {
      sync(block.file(root));
    }
    if (mistake == Mistake.WRITES_IN_PLACE) {
      try (FileChannel file = FileChannel.open(block.file(root), WRITE, TRUNCATE_EXISTING)) {
        fill(file);
        file.force(false);
      }
    }
    try {
      sync(directory);
    } catch (IOException e) {
      if (mistake != Mistake.PASSES_OVER_A_FAILED_SYNC_OF_THE_DIRECTORY) {
        throw e;
      }
    }
    if (mistake != Mistake.ACKNOWLEDGES_BEFORE_THE_RENAME) {
      mark("ack");
    }
  }

  private void fill(FileChannel file) throws IOException {
    int unused = file.write(ByteBuffer.wrap(block.content()));
  }

  private void syncContent(FileChannel file) throws IOException {
    try {
      file.force(false);
    } catch (IOException e) {
      if (mistake == Mistake.REPEATS_A_FAILED_SYNC) {
        file.force(false);
      } else if (mistake != Mistake.PASSES_OVER_A_FAILED_SYNC) {
        throw e;
      }
    }
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, READ)) {
      channel.force(true);
    }
  }

  private void mark(String what) throws IOException {
    if (Files.exists(root.resolve(what + "-write-" + block.hash()))) {
      throw new IOException("a mark is no file");
    }
  }
}
