// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import org.keepvolume.BlockHash;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.layer.ForwardingVolume;

/** A volume that moves the position of what it writes, and moves it back in the end (WR-7). */
final class ConsumingVolume extends ForwardingVolume {
  private final CountDownLatch consumed;
  private byte[] taken = {};

  ConsumingVolume(String device, CountDownLatch consumed) {
    super(new FakeVolume(device));
    this.consumed = consumed;
  }

  @Override
  public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
    int position = data.position();
    taken = new byte[data.remaining()];
    data.get(taken);
    consumed.countDown();
    try {
      consumed.await();
    } catch (InterruptedException e) {
      throw new VolumeFailureException(Operation.WRITE, hash, deviceId(), "interrupted", e);
    }
    data.position(position);
  }

  byte[] taken() {
    return taken;
  }
}
