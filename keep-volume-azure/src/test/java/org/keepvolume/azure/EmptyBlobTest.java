// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSinks;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.azure.azurite.Azurite;
import org.keepvolume.testkit.AdjustableClock;

/** Empty blobs under the hash of another block, which a writer of another kind may be filling. */
class EmptyBlobTest {
  private static final BlockHash HASH = BlockHash.of(new byte[] {1});
  private static final Duration INTERVAL = AzureOptions.defaults().writeRaceInterval();

  private final String container = Azurite.shared().newContainerName();
  private final BlobContainerClient client = KitService.emulator().client(container);
  private AdjustableClock clock;
  private AzureVolume volume;

  @BeforeEach
  void putEmptyBlobs() throws IOException {
    client.create();
    for (BlockHash hash : List.of(HASH, BlockHash.EMPTY)) {
      client.getBlobClient(hash.toString()).upload(BinaryData.fromBytes(new byte[0]));
    }
    clock =
        new AdjustableClock(
            client
                .getBlobClient(HASH.toString())
                .getProperties()
                .getLastModified()
                .toInstant()
                .plus(INTERVAL)
                .minusNanos(1));
    volume =
        AzureVolume.open(
            KitService.emulator().azureAccount(),
            container,
            AzureFixture.with(AzureOptions.defaults()),
            VolumeContext.defaults().withClock(clock));
  }

  @AfterEach
  void removeContainer() {
    volume.close();
    client.delete();
  }

  @Test
  void youngOneIsUnavailableAndNotListed() throws IOException {
    assertThrows(VolumeUnavailableException.class, () -> read(HASH));
    assertEquals(0, read(BlockHash.EMPTY));
    assertEquals(List.of(BlockHash.EMPTY), listed());
  }

  @Test
  void olderOneIsDeliveredAndListedAsItIs() throws IOException {
    clock.advance(Duration.ofNanos(1));
    assertEquals(0, read(HASH));
    assertEquals(List.of(HASH, BlockHash.EMPTY), listed());
  }

  @Test
  void youngOneIsReplacedByAWrite() throws IOException {
    volume.write(HASH, ByteBuffer.wrap(new byte[] {1}));
    assertEquals(1, read(HASH));
  }

  private int read(BlockHash hash) throws IOException {
    return volume.read(hash, BlockSinks.into(ByteBuffer.allocate(1)));
  }

  private List<BlockHash> listed() throws IOException {
    List<BlockHash> listed = new ArrayList<>();
    volume.index(BlockPrefix.ALL, block -> listed.add(block.hash()));
    return listed.stream().sorted().toList();
  }
}
