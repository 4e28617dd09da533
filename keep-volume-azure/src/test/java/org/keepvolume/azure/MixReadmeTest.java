// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.azure.storage.blob.BlobContainerClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.Access;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockLocator;
import org.keepvolume.VolumeException;
import org.keepvolume.WriteResult;
import org.keepvolume.azure.azurite.Azurite;
import org.keepvolume.azure.azurite.AzuriteAccount;
import org.keepvolume.config.Secret;
import org.keepvolume.posix.PosixVolume;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.MountOptions;
import org.keepvolume.store.WriteOptions;

/** Runs what the README shows of a store over disks and containers, and docs/azure.md of one. */
class MixReadmeTest {
  private static byte[] mix(
      AzureAccount first, AzureAccount second, String container, Path oldDisk, byte[] bytes)
      throws VolumeException {
    MountOptions readOnly = MountOptions.defaults().withAccess(Access.READ_ONLY);
    try (BlockStore store =
        BlockStore.builder()
            .mount(PosixVolume.open(oldDisk), readOnly)
            .mount(AzureVolume.open(first, container))
            .mount(AzureVolume.open(second, container))
            .build()) {
      WriteOptions inBoth = WriteOptions.defaults().withReplicas(2);
      WriteResult stored = store.write(ByteBuffer.wrap(bytes), inBoth);
      return store.read(stored.hash());
    }
  }

  private static BlockLocator first(AzureAccount account, String container, byte[] bytes)
      throws VolumeException {
    try (BlockStore store =
        BlockStore.builder().mount(AzureVolume.open(account, container)).build()) {
      return store.write(ByteBuffer.wrap(bytes)).locator();
    }
  }

  @TempDir Path disk;

  private static AzureAccount account(AzuriteAccount account) {
    return AzureAccount.withKey(account.name(), Secret.of(account.key()))
        .withEndpoint(Azurite.shared().endpoint(account.name()));
  }

  @Test
  void blockIsWrittenToBothAccountsAndReadBack() throws Exception {
    Azurite azurite = Azurite.shared();
    String container = azurite.newContainerName();
    BlobContainerClient first = KitService.emulator(azurite.account()).client(container);
    BlobContainerClient second = KitService.emulator(azurite.secondAccount()).client(container);
    first.create();
    second.create();
    byte[] bytes = "mixed".getBytes(StandardCharsets.UTF_8);
    assertArrayEquals(
        bytes,
        mix(account(azurite.account()), account(azurite.secondAccount()), container, disk, bytes));
    BlockLocator locator = first(account(azurite.account()), container, bytes);
    assertEquals(BlockHash.of(ByteBuffer.wrap(bytes)), locator.hash());
    first.delete();
    second.delete();
  }
}
