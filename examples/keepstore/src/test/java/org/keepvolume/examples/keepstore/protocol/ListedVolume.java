// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockPrefix;
import org.keepvolume.IndexVisitor;
import org.keepvolume.Operation;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.examples.keepstore.TestService;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.store.MountOptions;
import org.keepvolume.testkit.memory.InMemoryVolume;
import org.keepvolume.testkit.memory.MemoryDevice;

/** A volume that lists blocks which nobody has, as many as a test wants. */
final class ListedVolume extends ForwardingVolume {
  private static final Instant TIME = Instant.parse("2029-12-01T00:00:00Z");

  private final int blocks;
  private int failAfter = Integer.MAX_VALUE;
  private boolean checked;
  private int waitAfter = Integer.MAX_VALUE;
  private final CountDownLatch goOn = new CountDownLatch(1);
  private long allocated;

  ListedVolume(int blocks) throws IOException {
    super(InMemoryVolume.open(new MemoryDevice("listed"), VolumeContext.defaults()));
    this.blocks = blocks;
  }

  /** Lets the listing fail, as volumes may, or by a mistake of the volume's. */
  ListedVolume failingAfter(int lines, boolean checked) {
    failAfter = lines;
    this.checked = checked;
    return this;
  }

  /** Lets the listing wait for {@link #goOn}. */
  ListedVolume waitingAfter(int lines) {
    waitAfter = lines;
    return this;
  }

  void goOn() {
    goOn.countDown();
  }

  /** Returns how much of the heap the visitor took in the last listing. */
  long allocated() {
    return allocated; // read when the listing was
  }

  TestService service() throws IOException {
    return TestService.builder().mount(this, MountOptions.defaults()).start();
  }

  @Override
  public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    allocated = 0;
    for (int i = 0; i < blocks; i++) {
      failAt(i);
      if (i == waitAfter) {
        await();
      }
      // As many bits as a hash has, the first of them in order.
      BlockHash hash = BlockHash.parse("%08x%024x".formatted(i * 4096, i));
      BlockInfo block = new BlockInfo(hash, 18, TIME.plus(Duration.ofNanos(i)));
      long before = HeapUse.ofThisThread();
      boolean more = visitor.visit(block);
      allocated += HeapUse.ofThisThread() - before;
      if (!more) {
        return;
      }
    }
    failAt(blocks);
  }

  private void await() throws IOException {
    try {
      goOn.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void failAt(int line) throws IOException {
    if (line == failAfter) {
      if (checked) {
        throw new VolumeUnavailableException(
            Operation.INDEX, null, deviceId(), "scripted", null, null);
      }
      throw new IllegalStateException("scripted");
    }
  }
}
