// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.Set;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
import org.keepvolume.BlockTooLargeException;
import org.keepvolume.Capability;
import org.keepvolume.IndexVisitor;
import org.keepvolume.Operation;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashSweep;
import org.keepvolume.TrashVisitor;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeStatus;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.VolumeUnsupportedException;

/** A small volume on a directory in Keep's layout, without trash, that processes share. */
public final class DirectoryVolume implements Volume {
  private static final int SLICE = 1 << 18;

  private final Path root;
  private final InstantSource clock;
  private final DirectoryErrors errors;

  private DirectoryVolume(Path root, InstantSource clock) {
    this.root = root;
    this.clock = clock;
    errors = new DirectoryErrors(root);
  }

  static DirectoryVolume open(Path root, VolumeContext context) throws VolumeException {
    DirectoryVolume volume = new DirectoryVolume(root, context.clock());
    volume.errors.checkRoot(Operation.OPEN, null);
    return volume;
  }

  @Override
  public String deviceId() {
    return errors.deviceId();
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.WRITE, Capability.SHARED);
  }

  @Override
  public int read(BlockHash hash, BlockSink sink) throws IOException {
    // Whatever is no plain file is not opened, which for some would not end.
    BasicFileAttributes unused = attributes(Operation.READ, hash);
    try (FileChannel file = open(hash)) {
      int size = size(file, hash);
      sink.begin(size);
      ByteBuffer buffer = ByteBuffer.allocate(SLICE);
      for (int position = 0; position < size; position += SLICE) {
        errors.checkInterrupt(Operation.READ, hash);
        fill(buffer.clear().limit(Math.min(SLICE, size - position)), file, position, hash);
        sink.write(buffer, position);
      }
      return size;
    }
  }

  private FileChannel open(BlockHash hash) throws VolumeException {
    try {
      return FileChannel.open(path(hash), READ, NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw errors.of(Operation.READ, hash, e);
    }
  }

  /** Asks the open file, which stays the same one while another takes its name. */
  private int size(FileChannel file, BlockHash hash) throws VolumeException {
    long size;
    try {
      size = file.size();
    } catch (IOException e) {
      throw errors.of(Operation.READ, hash, e);
    }
    if (size > MAX_BLOCK_SIZE) {
      String detail = size + " bytes are stored";
      throw new BlockTooLargeException(Operation.READ, hash, deviceId(), detail, null);
    }
    return (int) size;
  }

  private void fill(ByteBuffer buffer, FileChannel file, int position, BlockHash hash)
      throws VolumeException {
    try {
      while (buffer.hasRemaining()) {
        if (file.read(buffer, position + (long) buffer.position()) < 0) {
          throw new VolumeUnavailableException(
              Operation.READ, hash, deviceId(), "the file became shorter", null, null);
        }
      }
      ByteBuffer unused = buffer.flip();
    } catch (VolumeException e) {
      throw e;
    } catch (IOException e) {
      throw errors.of(Operation.READ, hash, e);
    }
  }

  @Override
  public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
    errors.checkRoot(Operation.WRITE, hash);
    Path temporary = null;
    try {
      Path block = path(hash);
      DirectoryFiles.make(block.getParent());
      temporary = Files.createTempFile(block.getParent(), "tmp" + hash, "");
      try (FileChannel file = FileChannel.open(temporary, WRITE)) {
        ByteBuffer rest = data.duplicate();
        while (rest.hasRemaining()) {
          errors.checkInterrupt(Operation.WRITE, hash);
          ByteBuffer slice = rest.slice(rest.position(), Math.min(SLICE, rest.remaining()));
          rest.position(rest.position() + file.write(slice));
        }
      }
      errors.checkInterrupt(Operation.WRITE, hash);
      Instant now = clock.instant(); // before the look: what is touched from then on is seen
      Path written = temporary;
      DirectoryLock.hold(
          root,
          () -> {
            FileTime old = null;
            if (Files.exists(block, NOFOLLOW_LINKS)) {
              old = attributes(Operation.WRITE, hash).lastModifiedTime();
            }
            DirectoryFiles.stamp(written, old, now);
            Path unused = Files.move(written, block, ATOMIC_MOVE);
          });
    } catch (VolumeException e) {
      DirectoryFiles.discard(temporary, e);
      throw e;
    } catch (IOException e) {
      DirectoryFiles.discard(temporary, e);
      errors.checkInterrupt(Operation.WRITE, hash); // it ends the wait for the lock
      throw errors.of(Operation.WRITE, hash, e);
    }
  }

  @Override
  public void touch(BlockHash hash) throws VolumeException {
    Instant now = clock.instant();
    BasicFileAttributes unused = attributes(Operation.TOUCH, hash);
    try {
      DirectoryLock.hold(
          root,
          () -> {
            BasicFileAttributes found = attributes(Operation.TOUCH, hash);
            DirectoryFiles.stamp(path(hash), found.lastModifiedTime(), now);
          });
    } catch (VolumeException e) {
      throw e;
    } catch (IOException e) {
      errors.checkInterrupt(Operation.TOUCH, hash); // it ends the wait for the lock
      throw errors.of(Operation.TOUCH, hash, e);
    }
  }

  @Override
  public BlockInfo stat(BlockHash hash) throws VolumeException {
    BasicFileAttributes found = attributes(Operation.STAT, hash);
    return new BlockInfo(hash, found.size(), found.lastModifiedTime().toInstant());
  }

  @Override
  public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    errors.checkRoot(Operation.INDEX, null);
    new DirectoryIndex(root, errors, prefix, visitor).run();
  }

  @Override
  public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime) throws VolumeException {
    throw noTrash(Operation.TRASH, hash);
  }

  @Override
  public UntrashOutcome untrash(BlockHash hash) throws VolumeException {
    throw noTrash(Operation.UNTRASH, hash);
  }

  @Override
  public void indexTrash(BlockPrefix prefix, TrashVisitor visitor) throws VolumeException {
    throw noTrash(Operation.INDEX_TRASH, null);
  }

  @Override
  public TrashSweep emptyTrash() throws VolumeException {
    throw noTrash(Operation.EMPTY_TRASH, null);
  }

  private VolumeUnsupportedException noTrash(Operation operation, @Nullable BlockHash hash) {
    String detail = Capability.TRASH.refusal();
    return new VolumeUnsupportedException(operation, hash, deviceId(), detail, null);
  }

  @Override
  public VolumeStatus status() throws VolumeException {
    errors.checkRoot(Operation.STATUS, null);
    try {
      FileStore store = Files.getFileStore(root);
      return new VolumeStatus(
          OptionalLong.of(store.getUsableSpace()),
          OptionalLong.of(store.getTotalSpace() - store.getUnallocatedSpace()));
    } catch (IOException e) {
      throw errors.of(Operation.STATUS, null, e);
    }
  }

  @Override
  public void close() {}

  /** Returns the attributes of a block's file, which is a plain one. */
  private BasicFileAttributes attributes(Operation operation, BlockHash hash)
      throws VolumeException {
    errors.checkInterrupt(operation, hash);
    try {
      BasicFileAttributes found =
          Files.readAttributes(path(hash), BasicFileAttributes.class, NOFOLLOW_LINKS);
      if (found.isRegularFile()) {
        return found;
      }
    } catch (IOException e) {
      throw errors.of(operation, hash, e);
    }
    throw errors.notPlain(operation, hash, path(hash));
  }

  private Path path(BlockHash hash) {
    String name = hash.toString();
    return root.resolve(name.substring(0, 3)).resolve(name);
  }
}
