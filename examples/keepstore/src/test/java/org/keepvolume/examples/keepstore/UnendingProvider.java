// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockSink;
import org.keepvolume.Operation;
import org.keepvolume.TrashSweep;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.config.ConfigKey;
import org.keepvolume.config.ConfigSchema;
import org.keepvolume.config.VolumeConfig;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.spi.VolumeProvider;
import org.keepvolume.testkit.memory.InMemoryVolume;
import org.keepvolume.testkit.memory.MemoryDevice;

/** Opens volumes of which calls of one kind heed no interrupt, and end when they are let go. */
public final class UnendingProvider implements VolumeProvider {
  /** What it says as such a call begins. */
  static final String LINE = "a call does not end";

  /** The volume's device id. */
  static final String DEVICE = "hung-disk";

  private static final ConfigKey<Operation> CALL =
      ConfigKey.oneOf(
          "call", "What does not end: open, read, empty-trash or close", Operation.class);
  private static final ConfigSchema SCHEMA =
      ConfigSchema.ofVolume("unending", "Has calls that do not end").volumeKey(CALL).build();

  private final CountDownLatch began = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);

  void awaitCall() throws InterruptedException {
    if (!began.await(1, TimeUnit.MINUTES)) {
      throw new AssertionError("no call came");
    }
  }

  void letGo() {
    end.countDown();
  }

  @Override
  public String type() {
    return SCHEMA.type();
  }

  @Override
  public ConfigSchema schema() {
    return SCHEMA;
  }

  @Override
  public Volume open(VolumeConfig config, VolumeContext context) throws VolumeException {
    Operation unending = config.get(CALL);
    pass(Operation.OPEN, unending);
    return new ForwardingVolume(InMemoryVolume.open(new MemoryDevice(DEVICE), context)) {
      @Override
      public int read(BlockHash hash, BlockSink sink) throws IOException {
        pass(Operation.READ, unending);
        return super.read(hash, sink);
      }

      @Override
      public TrashSweep emptyTrash() throws VolumeException {
        pass(Operation.EMPTY_TRASH, unending);
        return super.emptyTrash();
      }

      @Override
      public void close() throws VolumeException {
        pass(Operation.CLOSE, unending);
        super.close();
      }
    };
  }

  private void pass(Operation call, Operation unending) {
    if (call == unending) {
      System.err.println(LINE);
      began.countDown();
      Uninterruptibles.awaitUninterruptibly(end);
    }
  }
}
