// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;
import static org.keepvolume.posix.SliceBuffers.SLICE;

import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockSink;
import org.keepvolume.BlockTooLargeException;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;

/** Delivers a block's file to a sink, slice by slice. */
final class BlockReader {
  private static final Set<OpenOption> AS_IT_IS = ImmutableSet.of(READ, NOFOLLOW_LINKS);

  /** Takes what nobody looks at, for all threads at once. */
  private static final ByteBuffer ONE_BYTE = ByteBuffer.allocateDirect(1);

  private final VolumeRoot root;
  private final BlockPaths paths;
  private final LiveBlocks live;
  private final SliceBuffers slices;

  BlockReader(VolumeRoot root, BlockPaths paths, LiveBlocks live, SliceBuffers slices) {
    this.root = root;
    this.paths = paths;
    this.live = live;
    this.slices = slices;
  }

  int read(Call call, BlockHash hash, BlockSink sink) throws IOException {
    call.checkInterrupted();
    Path path = paths.block(hash);
    BasicFileAttributes attributes = live.require(call, hash, path);
    if (attributes.size() > Volume.MAX_BLOCK_SIZE) {
      String detail =
          path
              + " has "
              + attributes.size()
              + " bytes; a block has at most "
              + Volume.MAX_BLOCK_SIZE;
      throw new BlockTooLargeException(Operation.READ, hash, root.deviceId(), detail, null);
    }
    int size = (int) attributes.size();
    try (OpenBlock block = new OpenBlock(call, path, open(call, path))) {
      sink.begin(size);
      deliver(call, path, block.file, size, sink);
    }
    return size;
  }

  /** A file of which a close that fails is a failure of the volume, not of the sink. */
  private record OpenBlock(Call call, Path path, FileChannel file) implements AutoCloseable {
    @Override
    public void close() throws VolumeException {
      try {
        file.close();
      } catch (IOException e) {
        throw call.failed(e, path);
      }
    }
  }

  private static FileChannel open(Call call, Path path) throws VolumeException {
    try {
      return FileChannel.open(path, AS_IT_IS);
    } catch (NoSuchFileException e) {
      throw call.missing();
    } catch (IOException e) {
      throw call.failed(e, path);
    }
  }

  private void deliver(Call call, Path path, FileChannel file, int size, BlockSink sink)
      throws IOException {
    int position = 0;
    do {
      call.checkInterrupted();
      int length = Math.min(SLICE, size - position);
      boolean last = position + length == size;
      ByteBuffer room = length == 0 ? null : sink.room(position, length);
      // A sink may have set a byte order.
      ByteBuffer into =
          room != null ? room : slices.take().clear().order(ByteOrder.BIG_ENDIAN).limit(length);
      try {
        fill(call, path, file, length, last, into);
        if (length > 0) {
          sink.write(into.position(0), position);
        }
      } finally {
        if (room == null) {
          slices.giveBack(into);
        }
      }
      position += length;
    } while (position < size);
  }

  /**
   * Reads so many bytes; throws if the file has fewer, or is to end there and does not. One byte
   * more is asked for at the end: a file that is not the one whose size was announced shows without
   * a call of its own (WR-2).
   */
  private static void fill(
      Call call, Path path, FileChannel file, int length, boolean last, ByteBuffer into)
      throws VolumeException {
    ByteBuffer more = ONE_BYTE.duplicate().limit(last ? 1 : 0);
    ByteBuffer[] all = {into, more};
    try {
      long n;
      do {
        n = file.read(all);
      } while (n > 0 && into.hasRemaining());
    } catch (IOException e) {
      throw call.failed(e, path);
    }
    if (into.position() != length || more.position() > 0) {
      throw call.unavailable(path + " was replaced or changed its size while it was read");
    }
  }
}
