// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.keepvolume.azure.BlockCondition.DUE;
import static org.keepvolume.azure.BlockCondition.MISSING;
import static org.keepvolume.azure.BlockCondition.OLD;
import static org.keepvolume.azure.BlockCondition.TRASHED;
import static org.keepvolume.azure.BlockCondition.YOUNG;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.keepvolume.VolumeException;
import org.keepvolume.azure.http.RequestName;
import org.keepvolume.testkit.RecordingSink;
import org.keepvolume.testkit.TestBlock;

/** The calls of a volume that are about one block, as they are and as the model has them. */
enum Deed {
  READ(RequestName.GET_BLOB) {
    @Override
    String call(Volumes volumes, TestBlock block) throws IOException {
      return read(volumes.plain(), block, RecordingSink.sequential());
    }
  },
  READ_RANGES(RequestName.GET_BLOB, RequestName.GET_BLOB, RequestName.GET_BLOB) {
    @Override
    String call(Volumes volumes, TestBlock block) throws IOException {
      return read(volumes.ranged(), block, RecordingSink.sequential());
    }
  },
  READ_PARALLEL(RequestName.GET_BLOB, RequestName.GET_BLOB, RequestName.GET_BLOB) {
    @Override
    String call(Volumes volumes, TestBlock block) throws IOException {
      return read(volumes.ranged(), block, RecordingSink.parallelCalls());
    }
  },
  WRITE(RequestName.PUT_BLOB) {
    @Override
    String call(Volumes volumes, TestBlock block) throws IOException {
      volumes.plain().write(block.hash(), block.buffer());
      return DONE;
    }

    @Override
    Expected on(BlockCondition before) {
      return new Expected(DONE, YOUNG);
    }
  },
  STAT(RequestName.GET_BLOB_PROPERTIES) {
    @Override
    String call(Volumes volumes, TestBlock block) throws IOException {
      return volumes.plain().stat(block.hash()).size() == block.size() ? DONE : "wrong size";
    }
  },
  TOUCH(RequestName.GET_BLOB_PROPERTIES, RequestName.SET_BLOB_METADATA) {
    @Override
    String call(Volumes volumes, TestBlock block) throws IOException {
      volumes.plain().touch(block.hash());
      return DONE;
    }

    @Override
    Expected live(BlockCondition before) {
      return new Expected(DONE, YOUNG);
    }
  },
  TRASH(RequestName.GET_BLOB_PROPERTIES, RequestName.SET_BLOB_METADATA) {
    @Override
    String call(Volumes volumes, TestBlock block) throws IOException {
      return volumes.plain().trash(block.hash(), null).toString();
    }

    @Override
    Expected live(BlockCondition before) {
      return before == OLD ? new Expected("TRASHED", TRASHED) : new Expected("TOO_RECENT", YOUNG);
    }
  },
  DELETE(RequestName.GET_BLOB_PROPERTIES, RequestName.DELETE_BLOB) {
    @Override
    String call(Volumes volumes, TestBlock block) throws IOException {
      return volumes.deleting().trash(block.hash(), null).toString();
    }

    @Override
    Expected live(BlockCondition before) {
      return before == OLD ? new Expected("DELETED", MISSING) : new Expected("TOO_RECENT", YOUNG);
    }
  },
  UNTRASH(RequestName.GET_BLOB_PROPERTIES, RequestName.SET_BLOB_METADATA) {
    @Override
    String call(Volumes volumes, TestBlock block) throws IOException {
      return volumes.plain().untrash(block.hash()).toString();
    }

    @Override
    Expected live(BlockCondition before) {
      return new Expected("ALREADY_LIVE", before);
    }

    @Override
    Expected on(BlockCondition before) {
      return before.isTrashed() ? new Expected("RESTORED", YOUNG) : super.on(before);
    }
  },
  SWEEP(RequestName.LIST_BLOBS, RequestName.DELETE_BLOB) {
    @Override
    String call(Volumes volumes, TestBlock block) throws IOException {
      return "deleted " + volumes.plain().emptyTrash().deletedBlocks();
    }

    @Override
    Expected on(BlockCondition before) {
      return before == DUE ? new Expected("deleted 1", MISSING) : new Expected("deleted 0", before);
    }
  };

  static final String DONE = "done";

  private final ImmutableList<RequestName> requests;

  Deed(RequestName... requests) {
    this.requests = ImmutableList.copyOf(requests);
  }

  /** Returns the requests of a call that goes all its way. */
  List<RequestName> requests() {
    return requests;
  }

  abstract String call(Volumes volumes, TestBlock block) throws IOException;

  /** Calls, and says what came of it. */
  final String run(Volumes volumes, TestBlock block) {
    try {
      return call(volumes, block);
    } catch (VolumeException e) {
      Shown.thrown(e);
      return e.getClass().getSimpleName();
    } catch (IOException | RuntimeException e) {
      Shown.thrown(e);
      return "wrong exception " + e;
    }
  }

  /** Returns what the model has for a live block. */
  Expected live(BlockCondition before) {
    return new Expected(DONE, before);
  }

  /** Returns what the model has. */
  Expected on(BlockCondition before) {
    return before.isLive() ? live(before) : new Expected(Expected.MISSING, before);
  }

  /** Tells whether the requests of this, but for a write, find a blob. */
  boolean isFound(BlockCondition before) {
    return before != MISSING || this == WRITE || this == SWEEP;
  }

  boolean isRead() {
    return requests.get(0) == RequestName.GET_BLOB;
  }

  private static String read(AzureVolume volume, TestBlock block, RecordingSink sink)
      throws IOException {
    try {
      int size = volume.read(block.hash(), sink);
      sink.readEnded();
      if (size != block.size() || !sink.complete()) {
        return "short";
      }
      if (!sink.mistakes().isEmpty()) {
        return sink.mistakes().toString();
      }
      return Arrays.equals(sink.content(), block.bytes()) ? DONE : "other bytes";
    } catch (VolumeException e) {
      sink.readEnded();
      if (!sink.mistakes().isEmpty()) {
        return sink.mistakes().toString();
      }
      throw e;
    }
  }
}
