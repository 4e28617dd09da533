// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.TrashOutcome;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.layer.ForwardingVolume;

/** The volume, and broken ones, which a crash in the right place gives away. */
public enum CrashVariant {
  REAL,
  TRASH_COPIES {
    @Override
    void trash(VolumeFiles files, BlockHash hash, Instant deadline) throws IOException {
      Path copy = copy(files, hash, deadline);
      Path unused = Files.copy(files.block(hash), copy, REPLACE_EXISTING);
      Files.delete(files.block(hash));
    }
  },
  TRASH_UNLINKS_FIRST {
    @Override
    void trash(VolumeFiles files, BlockHash hash, Instant deadline) throws IOException {
      byte[] content = Files.readAllBytes(files.block(hash));
      Files.delete(files.block(hash));
      store(copy(files, hash, deadline), ByteBuffer.wrap(content));
    }
  },
  UNTRASH_RENAMES_FIRST {
    @Override
    void untrash(VolumeFiles files, BlockHash hash, Instant now) throws IOException {
      try (DirectoryStream<Path> copies =
          Files.newDirectoryStream(files.directory(hash), hash + ".trash.*")) {
        Path block = Files.move(copies.iterator().next(), files.block(hash), ATOMIC_MOVE);
        Path unused = Files.setLastModifiedTime(block, FileTime.from(now));
      }
    }
  },
  WRITES_IN_PLACE {
    @Override
    void write(VolumeFiles files, BlockHash hash, ByteBuffer data, Instant now) throws IOException {
      Path unused = Files.createDirectories(files.directory(hash));
      store(files.block(hash), data);
      Path unusedToo = Files.setLastModifiedTime(files.block(hash), FileTime.from(now));
    }
  },
  /** Its temporary file has a name that no sweep knows. */
  WRITES_BESIDE {
    @Override
    void write(VolumeFiles files, BlockHash hash, ByteBuffer data, Instant now) throws IOException {
      Path directory = Files.createDirectories(files.directory(hash));
      Path part = directory.resolve(hash + ".part");
      store(part, data);
      Path unusedToo = Files.setLastModifiedTime(part, FileTime.from(now));
      Path unused = Files.move(part, files.block(hash), ATOMIC_MOVE);
    }
  },
  SYNCS_AGAIN {
    @Override
    Syncs syncs() {
      return new Syncs() {
        @Override
        void content(FileChannel file) throws IOException {
          try {
            super.content(file);
          } catch (IOException e) {
            super.content(file);
          }
        }
      };
    }
  },
  IGNORES_SYNCS {
    @Override
    Syncs syncs() {
      return new Syncs() {
        @Override
        void names(Path directory) {
          try {
            super.names(directory);
          } catch (IOException e) {
            return;
          }
        }
      };
    }
  };

  /** What a broken variant does in place of the volume, where it does. */
  private final boolean writes;

  private final boolean trashes;
  private final boolean untrashes;

  CrashVariant() {
    writes = name().startsWith("WRITES_");
    trashes = name().startsWith("TRASH_");
    untrashes = name().startsWith("UNTRASH_");
  }

  void write(VolumeFiles files, BlockHash hash, ByteBuffer data, Instant now) throws IOException {
    throw new UnsupportedOperationException();
  }

  void trash(VolumeFiles files, BlockHash hash, Instant deadline) throws IOException {
    throw new UnsupportedOperationException();
  }

  void untrash(VolumeFiles files, BlockHash hash, Instant now) throws IOException {
    throw new UnsupportedOperationException();
  }

  Syncs syncs() {
    return new Syncs();
  }

  private static void store(Path path, ByteBuffer data) throws IOException {
    try (FileChannel file =
        FileChannel.open(
            path,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      while (data.hasRemaining()) {
        int unused = file.write(data);
      }
      file.force(false);
    }
  }

  private static Path copy(VolumeFiles files, BlockHash hash, Instant deadline) {
    return files.directory(hash).resolve(new TrashName(hash, deadline).toString());
  }

  /** Opens a volume of this variant. */
  public Volume open(Path root, VolumeContext context) throws IOException {
    Mechanics mechanics =
        new Mechanics() {
          @Override
          Syncs syncs(Durability durability) {
            return CrashVariant.this.syncs();
          }
        };
    PosixOptions options =
        PosixOptions.defaults()
            .withMinFree(0)
            .withLimits(new TimeLimits(Duration.ofSeconds(10), Duration.ofSeconds(20)));
    PosixVolume real = PosixVolume.open(root, options, context, mechanics);
    return this == REAL ? real : new Broken(real, new VolumeFiles(root), context);
  }

  private final class Broken extends ForwardingVolume {
    private final VolumeFiles files;
    private final VolumeContext context;

    Broken(Volume real, VolumeFiles files, VolumeContext context) {
      super(real);
      this.files = files;
      this.context = context;
    }

    @Override
    public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
      if (!writes) {
        super.write(hash, data);
        return;
      }
      try {
        CrashVariant.this.write(files, hash, data.duplicate(), context.clock().instant());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime)
        throws VolumeException {
      if (!trashes) {
        return super.trash(hash, onlyIfMtime);
      }
      try {
        Instant deadline = context.clock().instant().plus(context.trashPolicy().lifetime());
        CrashVariant.this.trash(files, hash, deadline);
        return TrashOutcome.TRASHED;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public UntrashOutcome untrash(BlockHash hash) throws VolumeException {
      if (!untrashes) {
        return super.untrash(hash);
      }
      try {
        CrashVariant.this.untrash(files, hash, context.clock().instant());
        return UntrashOutcome.RESTORED;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
