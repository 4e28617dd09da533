// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.keepvolume.azure.http.RequestName.GET_BLOB;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.BlockHash;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.azure.azurite.Azurite;
import org.keepvolume.azure.azurite.AzuriteAccount;
import org.keepvolume.azure.http.RequestName;
import org.keepvolume.config.ConfigSchema;
import org.keepvolume.config.VolumeFlags;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.spi.VolumeProviders;
import org.keepvolume.testkit.TestBlock;

/** An account's key is changed while volumes are open: docs/azure.md says what to do, and when. */
@Timeout(60)
class KeyChangeTest {
  @TempDir private Path directory;
  private final VolumeProviders providers =
      VolumeProviders.load(KeyChangeTest.class.getClassLoader());
  private FaultBench bench;

  @BeforeEach
  void open() throws IOException {
    bench = new FaultBench(17);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private VolumeSpec spec(Path keyFile) throws Exception {
    AzuriteAccount account = Azurite.shared().account();
    List<String> flags =
        List.of(
            "-azure-storage-account-name",
            account.name(),
            "-azure-storage-account-key-file",
            keyFile.toString(),
            "-azure-storage-endpoint",
            Azurite.shared().endpoint(account.name()).toString(),
            "-azure-storage-container-volume",
            bench.container());
    ConfigSchema application = ConfigSchema.ofApplication("test", "A test").build();
    return VolumeFlags.parse(flags, providers.schemas(), application).volumes().get(0);
  }

  private static void assertWorks(Volume volume) throws Exception {
    byte[] bytes = {1, 2, 3};
    volume.write(BlockHash.of(bytes), ByteBuffer.wrap(bytes));
    assertEquals(3, volume.stat(BlockHash.of(bytes)).size());
  }

  @Test
  void fileIsReadAtEachOpenAndNotByVolumesThatAreOpen() throws Exception {
    Path file = Files.writeString(directory.resolve("key"), Azurite.shared().account().key());
    VolumeSpec spec = spec(file);
    try (Volume volume = providers.open(spec, VolumeContext.defaults())) {
      assertWorks(volume);
      Files.writeString(file, Canaries.KEY + "\n");
      assertWorks(volume);
      VolumeException e =
          assertThrows(
              VolumeFailureException.class, () -> providers.open(spec, VolumeContext.defaults()));
      assertTrue(e.detail().contains("is the key or token right"), e::detail);
      Files.delete(file);
      assertWorks(volume);
      Files.writeString(file, Azurite.shared().account().key());
      try (Volume again = providers.open(spec, VolumeContext.defaults())) {
        assertWorks(again);
      }
    }
  }

  /** What Azure answers to what is signed by a key that it has no more. */
  @ParameterizedTest
  @EnumSource
  void keyThatIsRefusedFailsACallAtOnceAndChangesNothing(Deed deed) throws IOException {
    BlockCondition start =
        deed == Deed.UNTRASH || deed == Deed.SWEEP ? BlockCondition.DUE : BlockCondition.OLD;
    for (int i = 0; i < deed.requests().size(); i++) {
      TestBlock block = bench.prepare(start);
      RequestName request = deed.requests().get(i);
      bench
          .proxy()
          .on(request, request == GET_BLOB ? i + 1 : 1)
          .status(403, "AuthenticationFailed");
      assertEquals("VolumeFailureException", deed.run(bench.volumes(), block));
      assertEquals(List.of(), bench.pauses().pauses());
      bench.proxy().startOver();
      assertTrue(bench.is(block, start));
      assertEquals(deed.on(start).outcome(), deed.run(bench.volumes(), block));
      bench.proxy().startOver();
      bench.remove(block);
    }
  }
}
