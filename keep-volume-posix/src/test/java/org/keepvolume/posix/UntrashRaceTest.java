// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockHash;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashPolicy;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.VolumeContext;

/** What comes between the steps of an untrash. */
class UntrashRaceTest {
  private static final byte[] CONTENT = {1, 2, 3};
  private static final BlockHash HASH = BlockHash.of(CONTENT);

  @TempDir Path root;

  @Test
  void aBlockThatIsTrashedAgainBeforeItsTimeIsSyncedWasRestored() throws IOException {
    VolumeContext context =
        VolumeContext.defaults()
            .withTrashPolicy(new TrashPolicy(Duration.ZERO, Duration.ofDays(1)));
    AtomicReference<TrashOutcome> between = new AtomicReference<>();
    try (PosixVolume other = PosixOpener.open(root, context);
        PosixVolume volume =
            PosixVolume.open(
                root,
                PosixOptions.defaults().withMinFree(0),
                context,
                new Mechanics() {
                  @Override
                  Syncs syncs(Durability durability) {
                    return new Syncs() {
                      @Override
                      void times(Path file) throws IOException {
                        between.set(other.trash(HASH, null));
                        super.times(file);
                      }
                    };
                  }
                })) {
      volume.write(HASH, ByteBuffer.wrap(CONTENT));
      assertEquals(TrashOutcome.TRASHED, volume.trash(HASH, null));
      assertEquals(UntrashOutcome.RESTORED, volume.untrash(HASH));
      assertEquals(TrashOutcome.TRASHED, between.get());
      assertEquals(UntrashOutcome.RESTORED, other.untrash(HASH));
    }
  }
}
