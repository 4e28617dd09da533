// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockPrefix;
import org.keepvolume.Volume;
import org.keepvolume.testkit.RecordingSink;

/** One call on a volume, and what it tells of the blocks of a race. */
final class RaceCall {
  private final Volume volume;
  private final RaceBlocks blocks;
  private final int block;
  private final BlockHash hash;
  private @Nullable Instant seen;

  RaceCall(Volume volume, RaceBlocks blocks, int block) {
    this.volume = volume;
    this.blocks = blocks;
    this.block = block;
    hash = blocks.get(block).hash();
  }

  /** What is said of a block, as in {@link Event}. */
  record Answer(int block, Outcome outcome, long number, String text) {}

  /** Returns the mtime that the call has shown, if it did. */
  @Nullable
  Instant seen() {
    return seen;
  }

  /**
   * Makes the call.
   *
   * @param expected the mtime without which a trash is to do nothing; null: it does not matter
   */
  List<Answer> make(Deed deed, @Nullable Instant expected) throws IOException {
    switch (deed) {
      case TOUCH -> volume.touch(hash);
      case WRITE -> volume.write(hash, blocks.get(block).buffer());
      case TRASH, TRASH_SEEN -> {
        return answer(volume.trash(hash, expected));
      }
      case UNTRASH -> {
        return answer(volume.untrash(hash));
      }
      case SWEEP -> {
        long deleted = volume.emptyTrash().deletedBlocks();
        return List.of(new Answer(-1, Outcome.OK, deleted, ""));
      }
      case READ -> {
        RecordingSink sink = RecordingSink.sequential();
        int size = volume.read(hash, sink);
        byte[] content = sink.content();
        boolean whole = sink.complete() && size == content.length;
        BlockHash read = BlockHash.of(ByteBuffer.wrap(content));
        return answer(0, whole ? read.toString() : content.length + " of " + size + " bytes");
      }
      case STAT -> {
        BlockInfo info = volume.stat(hash);
        seen = info.mtime();
        return answer(RaceClock.nanos(info.mtime()), Long.toString(info.size()));
      }
      case INDEX -> {
        return index();
      }
    }
    return answer(0, "");
  }

  private List<Answer> index() throws IOException {
    int[] count = new int[blocks.size()];
    long[] size = new long[blocks.size()];
    volume.index(
        BlockPrefix.ALL,
        info -> {
          for (int i = 0; i < count.length; i++) {
            if (info.hash().equals(blocks.get(i).hash())) {
              count[i]++;
              size[i] = info.size();
            }
          }
          return true;
        });
    return IntStream.range(0, count.length)
        .mapToObj(i -> new Answer(i, Outcome.OK, count[i], Long.toString(size[i])))
        .toList();
  }

  private List<Answer> answer(Enum<?> outcome) {
    return List.of(new Answer(block, Outcome.valueOf(outcome.name()), 0, ""));
  }

  private List<Answer> answer(long number, String text) {
    return List.of(new Answer(block, Outcome.OK, number, text));
  }
}
