// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockPrefix;
import org.keepvolume.Capability;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashSweep;
import org.keepvolume.TrashVisitor;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.layer.ForwardingVolume;

/** Does with each method what the conversation between processes must survive or report. */
final class OddVolume extends ForwardingVolume {
  private final VolumeContext context;

  OddVolume(Volume delegate, VolumeContext context) {
    super(delegate);
    this.context = context;
  }

  /** Tells what the context brought. */
  @Override
  public String deviceId() {
    return context.trashPolicy() + " " + context.clock().equals(VolumeContext.defaults().clock());
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.TRASH, Capability.DURABLE);
  }

  /** Throws the sample whose number is the first byte of the hash. */
  @Override
  public BlockInfo stat(BlockHash hash) throws VolumeException {
    throw SampleFailures.all().get(hash.toBytes()[0]);
  }

  /** Prints what could be taken for answers, and reads what could be commands. */
  @Override
  public void touch(BlockHash hash) throws VolumeException {
    System.out.println("done\tnonsense\t\\.");
    System.out.print("unfinished");
    System.out.flush();
    try {
      if (System.in.read() >= 0) {
        throw new IllegalStateException("something is left to read");
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    super.touch(hash);
  }

  /** Fails in a way that no volume should. */
  @Override
  public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime) {
    throw new UnsupportedOperationException("onlyIfMtime " + onlyIfMtime);
  }

  /** Does not return. */
  @Override
  public UntrashOutcome untrash(BlockHash hash) {
    System.err.println("waiting for ever");
    while (true) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        System.err.println("interrupted");
      }
    }
  }

  /** Ends the process. */
  @Override
  public TrashSweep emptyTrash() {
    System.err.println("these are the last words");
    Runtime.getRuntime().halt(3);
    throw new AssertionError("halted");
  }

  /** Speaks on the channel of the answers. */
  @Override
  @SuppressWarnings("StreamResourceLeak") // closing would close the channel
  public void indexTrash(BlockPrefix prefix, TrashVisitor visitor) throws IOException {
    new FileOutputStream(FileDescriptor.out).write("gibberish\n".getBytes(StandardCharsets.UTF_8));
  }
}
