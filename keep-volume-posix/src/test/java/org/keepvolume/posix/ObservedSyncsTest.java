// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockHash;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeObserver;

/** What the context's observer is told of a volume's syncs. */
class ObservedSyncsTest {
  private static final BlockHash HASH = SampleData.hash("abc1");

  @TempDir Path root;

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final VolumeContext context =
      VolumeContext.defaults()
          .withObserver(
              new VolumeObserver() {
                @Override
                public void backendCall(String volume, String call, boolean succeeded, long nanos) {
                  assertEquals(true, nanos >= 0);
                  seen.add(volume + ", " + call + (succeeded ? "" : ": failed"));
                }
              });

  private List<String> of(PosixVolume volume, String... calls) {
    return List.of(calls).stream().map(call -> volume.deviceId() + ", " + call).toList();
  }

  @Test
  void everySyncOfAWriteAndATouchIsTold() throws VolumeException {
    try (PosixVolume volume = PosixVolume.open(root, PosixOptions.defaults(), context)) {
      volume.write(HASH, ByteBuffer.wrap(new byte[10]));
      assertEquals(
          of(volume, "fsync of a directory", "fdatasync of a block", "fsync of a directory"), seen);
      seen.clear();
      volume.touch(HASH);
      assertEquals(of(volume, "fsync of a block"), seen);
    }
  }

  @Test
  void failedSyncIsToldAsSuch() throws VolumeException {
    Mechanics failing =
        new Mechanics() {
          @Override
          Syncs syncs(Durability durability) {
            return new Syncs() {
              @Override
              void times(Path file) throws IOException {
                throw new IOException("Input/output error");
              }
            };
          }
        };
    try (PosixVolume volume = PosixVolume.open(root, PosixOptions.defaults(), context, failing)) {
      volume.write(HASH, ByteBuffer.wrap(new byte[10]));
      seen.clear();
      assertThrows(VolumeException.class, () -> volume.touch(HASH));
      assertEquals(of(volume, "fsync of a block: failed"), seen);
    }
  }

  @Test
  void withoutDurabilityThereIsNothingToTell() throws VolumeException {
    PosixOptions none = PosixOptions.defaults().withDurability(Durability.NONE);
    try (PosixVolume volume = PosixVolume.open(root, none, context)) {
      volume.write(HASH, ByteBuffer.wrap(new byte[10]));
      volume.touch(HASH);
    }
    assertEquals(List.of(), seen);
  }
}
