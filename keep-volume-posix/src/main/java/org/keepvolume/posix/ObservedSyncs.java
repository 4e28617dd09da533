// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.keepvolume.VolumeObserver;

/** Tells an observer of each sync, which is what takes the time of a change. */
final class ObservedSyncs extends Syncs {
  /** One sync. */
  @FunctionalInterface
  private interface Call {
    void make() throws IOException;
  }

  private final Syncs syncs;
  private final String volume;
  private final VolumeObserver observer;

  private ObservedSyncs(Syncs syncs, String volume, VolumeObserver observer) {
    this.syncs = syncs;
    this.volume = volume;
    this.observer = observer;
  }

  /** Returns syncs that are told of, or the same if nobody wants to know or there are none. */
  static Syncs of(Syncs syncs, String volume, VolumeObserver observer) {
    return syncs == Syncs.NONE || observer == VolumeObserver.none()
        ? syncs
        : new ObservedSyncs(syncs, volume, observer);
  }

  @Override
  void content(FileChannel file) throws IOException {
    observe("fdatasync of a block", () -> syncs.content(file));
  }

  @Override
  void times(Path file) throws IOException {
    observe("fsync of a block", () -> syncs.times(file));
  }

  @Override
  void names(Path directory) throws IOException {
    observe("fsync of a directory", () -> syncs.names(directory));
  }

  private void observe(String name, Call call) throws IOException {
    long start = System.nanoTime();
    boolean succeeded = false;
    try {
      call.make();
      succeeded = true;
    } finally {
      observer.backendCall(volume, name, succeeded, System.nanoTime() - start);
    }
  }
}
