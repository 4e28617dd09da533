// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import org.keepvolume.BlockHash;

/**
 * The baseline: what a program without the library would write by hand, with the least system calls
 * for a write whose time can be trusted, durable or not, and for a read that is not led astray by a
 * planted FIFO or link; for one thread.
 */
public final class PlainFiles {
  private static final int SLICE = 1 << 20;
  private static final Set<OpenOption> EXCLUSIVELY = Set.of(WRITE, CREATE_NEW);
  private static final FileAttribute<Set<PosixFilePermission>> MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path root;
  private final boolean durable;
  private final ByteBuffer slice = ByteBuffer.allocateDirect(SLICE);
  private long written;

  /** Uses a directory in Keep's layout, which has the blocks' prefix directories already. */
  public PlainFiles(Path root, boolean durable) {
    this.root = root;
    this.durable = durable;
  }

  /** Writes a block beside its name, syncs it if it is to be durable, and moves it there. */
  public void write(BlockHash hash, ByteBuffer data) throws IOException {
    String name = hash.toString();
    Path directory = root.resolve(name.substring(0, 3));
    Path block = directory.resolve(name);
    FileTime time = FileTime.from(laterOfNowAndMtime(block));
    Path temporary = directory.resolve("tmp" + name + written++);
    try (FileChannel file = FileChannel.open(temporary, EXCLUSIVELY, MODE)) {
      while (data.hasRemaining()) {
        int length = Math.min(SLICE, data.remaining());
        slice.clear().put(0, data, data.position(), length).limit(length);
        data.position(data.position() + length);
        while (slice.hasRemaining()) {
          int unused = file.write(slice);
        }
      }
      if (durable) {
        file.force(false);
      }
    }
    Files.getFileAttributeView(temporary, BasicFileAttributeView.class, NOFOLLOW_LINKS)
        .setTimes(time, time, null);
    Files.move(temporary, block, ATOMIC_MOVE);
    if (durable) {
      try (FileChannel file = FileChannel.open(directory, READ)) {
        file.force(true);
      }
    }
  }

  void touch(BlockHash hash) throws IOException {
    String name = hash.toString();
    Path block = root.resolve(name.substring(0, 3)).resolve(name);
    FileTime time = FileTime.from(laterOfNowAndMtime(block));
    Files.getFileAttributeView(block, BasicFileAttributeView.class, NOFOLLOW_LINKS)
        .setTimes(time, time, null);
    try (FileChannel file = FileChannel.open(block, READ, NOFOLLOW_LINKS)) {
      file.force(true);
    }
  }

  private static Instant laterOfNowAndMtime(Path block) throws IOException {
    Instant now = Instant.now();
    try {
      Instant mtime = attributes(block).lastModifiedTime().toInstant();
      return mtime.isAfter(now) ? mtime : now;
    } catch (NoSuchFileException e) {
      return now;
    }
  }

  /** Passes each slice of the block on as it was read. */
  public void read(BlockHash hash, SliceTaker taker) throws IOException {
    String name = hash.toString();
    Path block = root.resolve(name.substring(0, 3)).resolve(name);
    BasicFileAttributes attributes = attributes(block);
    if (!attributes.isRegularFile()) {
      throw new IOException(block + " is not a plain file");
    }
    long size = attributes.size();
    try (FileChannel file = FileChannel.open(block, READ, NOFOLLOW_LINKS)) {
      for (long position = 0; position < size; position += slice.limit()) {
        if (file.read(slice.clear()) <= 0) {
          throw new IOException(block + " ended early");
        }
        taker.take(slice.flip());
      }
    }
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS);
  }

  /** Where bytes go that were read. */
  @FunctionalInterface
  public interface SliceTaker {
    /** Takes the bytes from position to limit. */
    void take(ByteBuffer bytes);
  }
}
