// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.Operation;

/** The calls of a volume that do I/O, for tests that hold for all or several of them. */
enum VolumeCall {
  READ(Operation.READ) {
    @Override
    void on(PosixVolume volume, BlockHash hash) throws IOException {
      int unused = volume.read(hash, new RecordingSink());
    }
  },
  WRITE(Operation.WRITE) {
    @Override
    void on(PosixVolume volume, BlockHash hash) throws IOException {
      volume.write(hash, ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }
  },
  TOUCH(Operation.TOUCH) {
    @Override
    void on(PosixVolume volume, BlockHash hash) throws IOException {
      volume.touch(hash);
    }
  },
  STAT(Operation.STAT) {
    @Override
    void on(PosixVolume volume, BlockHash hash) throws IOException {
      var unused = volume.stat(hash);
    }
  },
  TRASH(Operation.TRASH) {
    @Override
    void on(PosixVolume volume, BlockHash hash) throws IOException {
      var unused = volume.trash(hash, null);
    }
  },
  UNTRASH(Operation.UNTRASH) {
    @Override
    void on(PosixVolume volume, BlockHash hash) throws IOException {
      var unused = volume.untrash(hash);
    }
  },
  INDEX(Operation.INDEX) {
    @Override
    void on(PosixVolume volume, BlockHash hash) throws IOException {
      volume.index(BlockPrefix.ALL, block -> true);
    }
  },
  INDEX_TRASH(Operation.INDEX_TRASH) {
    @Override
    void on(PosixVolume volume, BlockHash hash) throws IOException {
      volume.indexTrash(BlockPrefix.ALL, (trashed, size, deadline) -> true);
    }
  },
  EMPTY_TRASH(Operation.EMPTY_TRASH) {
    @Override
    void on(PosixVolume volume, BlockHash hash) throws IOException {
      var unused = volume.emptyTrash();
    }
  },
  STATUS(Operation.STATUS) {
    @Override
    void on(PosixVolume volume, BlockHash hash) throws IOException {
      var unused = volume.status();
    }
  };

  private final Operation operation;

  VolumeCall(Operation operation) {
    this.operation = operation;
  }

  /** Makes the call; those that are about no block ignore the hash. */
  abstract void on(PosixVolume volume, BlockHash hash) throws IOException;

  private boolean isOfBlock() {
    return switch (this) {
      case READ, WRITE, TOUCH, STAT, TRASH, UNTRASH -> true;
      case INDEX, INDEX_TRASH, EMPTY_TRASH, STATUS -> false;
    };
  }

  /** Returns how the message of a failure of this call begins. */
  String subject(PosixVolume volume, BlockHash hash) {
    return operation + (isOfBlock() ? " " + hash : "") + " on " + volume.deviceId() + ": ";
  }
}
