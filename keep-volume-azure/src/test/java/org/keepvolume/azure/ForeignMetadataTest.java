// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepvolume.BlockHash;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashPolicy;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.VolumeContext;
import org.keepvolume.azure.azurite.Azurite;

/** Metadata of others on a block's blob outlives touch, trash and untrash. */
@Timeout(60)
class ForeignMetadataTest {
  private static final byte[] BYTES = {1, 2, 3};
  private static final BlockHash HASH = BlockHash.of(BYTES);

  private final BlobContainerClient client =
      KitService.emulator().client(Azurite.shared().newContainerName());
  private final BlobClient blob = client.getBlobClient(HASH.toString());
  private AzureVolume volume;

  @BeforeEach
  void open() throws IOException {
    client.create();
    blob.upload(BinaryData.fromBytes(BYTES));
    volume =
        AzureVolume.open(
            KitService.emulator().azureAccount(),
            client.getBlobContainerName(),
            AzureFixture.with(AzureOptions.defaults()),
            VolumeContext.defaults()
                .withTrashPolicy(new TrashPolicy(Duration.ZERO, Duration.ofDays(1))));
  }

  @AfterEach
  void close() {
    volume.close();
    client.delete();
  }

  private Map<String, String> metadata() {
    return sorted(blob.getProperties().getMetadata());
  }

  /** Keys have no case for the service, and the JDK's HTTP client gives lower case. */
  private static Map<String, String> sorted(Map<String, String> metadata) {
    Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    sorted.putAll(metadata);
    return sorted;
  }

  /** Empty values, too, which listings have as none at all. */
  @ParameterizedTest
  @CsvSource({"owner, me", "Owner, ME", "flag, ''", "touch, 1700000000", "expires_at_, 1"})
  void metadataIsKept(String key, String value) throws IOException {
    Map<String, String> foreign = sorted(Map.of(key, value, "_other", "a, b"));
    blob.setMetadata(foreign);
    volume.touch(HASH);
    assertEquals(foreign, metadata());
    assertEquals(TrashOutcome.TRASHED, volume.trash(HASH, null));
    Map<String, String> trashed = metadata();
    assertTrue(TrashMark.deadline(trashed.remove(TrashMark.KEY)).isPresent());
    assertEquals(foreign, trashed);
    assertEquals(UntrashOutcome.RESTORED, volume.untrash(HASH));
    assertEquals(foreign, metadata());
  }

  /** As the original's untrash leaves it. */
  @ParameterizedTest
  @CsvSource({"expires_at", "Expires_At"})
  void markWithoutAValueIsRemovedByATouch(String key) throws IOException {
    blob.setMetadata(Map.of(key, "", "flag", ""));
    volume.touch(HASH);
    assertEquals(Map.of("flag", ""), metadata());
  }

  @Test
  void markOfAnotherCaseIsReplacedAndTakenOff() throws IOException {
    blob.setMetadata(Map.of("Expires_At", "no number", "flag", ""));
    assertEquals(UntrashOutcome.RESTORED, volume.untrash(HASH));
    assertEquals(Map.of("flag", ""), metadata());
    blob.setMetadata(Map.of("Expires_At", "", "flag", ""));
    assertEquals(TrashOutcome.TRASHED, volume.trash(HASH, null));
    assertEquals(Set.of("expires_at", "flag"), metadata().keySet());
  }
}
