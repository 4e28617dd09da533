// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.keepvolume.BlockSink;
import org.keepvolume.VolumeException;

/**
 * A caller's sink, whose exceptions are kept apart from the service's and its time off the call's.
 */
final class GuardedSink {
  /** What a sink threw, on its way out of the attempts of a read. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(Throwable thrown) {
      super(thrown);
    }
  }

  private final BlockSink sink;
  private final Call call;

  GuardedSink(BlockSink sink, Call call) {
    this.sink = sink;
    this.call = call;
  }

  /** Returns the same sink for the thread of a helper. */
  GuardedSink on(Call ofHelper) {
    return new GuardedSink(sink, ofHelper);
  }

  boolean isParallel() {
    return sink.parallel();
  }

  void begin(int size) throws Refused, VolumeException {
    tell(() -> sink.begin(size));
  }

  void write(ByteBuffer bytes, int position) throws Refused, VolumeException {
    tell(() -> sink.write(bytes, position));
  }

  /** What is told to the sink. */
  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  private void tell(Step step) throws Refused, VolumeException {
    long since = call.leaveForOutside();
    try {
      call.checkInterrupted(); // not in the sink, where an interrupt does harm
      run(step);
    } finally {
      call.backFromOutside(since);
    }
  }

  private static void run(Step step) throws Refused {
    try {
      step.run();
    } catch (IOException | RuntimeException | Error e) {
      throw new Refused(e);
    }
  }
}
