// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import org.keepvolume.BlockHash;
import org.keepvolume.VolumeException;

/** Makes a block young, and looks afterwards whether it is the block under the name that is. */
final class Toucher {
  private final BlockPaths paths;
  private final LiveBlocks live;
  private final Mtimes mtimes;
  private final Durability durability;

  Toucher(BlockPaths paths, LiveBlocks live, Mtimes mtimes, Durability durability) {
    this.paths = paths;
    this.live = live;
    this.mtimes = mtimes;
    this.durability = durability;
  }

  void touch(Call call, BlockHash hash) throws VolumeException {
    call.checkInterrupted();
    call.requireRoot();
    Path path = paths.block(hash);
    try {
      Instant now = mtimes.now(); // first: a later touch that comes between shows in the look
      Instant touched = Mtimes.freshen(path, now, Optional.of(live.require(call, hash)));
      // The JDK touches through a descriptor: a file renamed away meanwhile was touched in vain.
      BasicFileAttributes after = live.require(call, hash);
      // A file system may keep whole seconds only.
      if (LiveBlocks.mtime(after).getEpochSecond() < touched.getEpochSecond()) {
        throw call.missing();
      }
      if (durability == Durability.FULL) {
        sync(path);
      }
    } catch (NoSuchFileException e) {
      throw call.missing();
    } catch (VolumeException e) {
      throw e;
    } catch (IOException e) {
      throw call.failed(e, path);
    }
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path, READ, NOFOLLOW_LINKS)) {
      file.force(true);
    }
  }
}
