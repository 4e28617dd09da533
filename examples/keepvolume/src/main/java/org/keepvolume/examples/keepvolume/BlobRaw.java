// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ListBlobsOptions;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.keepvolume.BlockHash;
import org.keepvolume.testkit.RawAccess;

/**
 * Blobs below a prefix, seen and changed by the storage client itself.
 *
 * <p>As much as a check of a container needs: blobs that are no blocks, by size or kind, are left
 * to the tests of keep-volume-azure.
 */
final class BlobRaw implements RawAccess {
  private static final int NOT_FOUND = 404;
  private static final String TRASH_MARK = "expires_at";

  private final BlobContainerClient container;
  private final String prefix;
  private final boolean sharded;

  BlobRaw(BlobContainerClient container, String prefix, boolean sharded) {
    this.container = container;
    this.prefix = prefix;
    this.sharded = sharded;
  }

  private String name(BlockHash hash) {
    String digits = hash.toString();
    String folders = digits.charAt(0) + "/" + digits.substring(0, 3) + "/";
    return prefix + (sharded ? folders : "") + digits;
  }

  private BlobClient blob(BlockHash hash) {
    return container.getBlobClient(name(hash));
  }

  @Override
  public void put(BlockHash hash, byte[] content) {
    blob(hash).upload(BinaryData.fromBytes(content), true);
  }

  @Override
  public Optional<byte[]> content(BlockHash hash) {
    try {
      var answer = blob(hash).downloadContentWithResponse(null, null, null, null);
      String mark = answer.getDeserializedHeaders().getMetadata().getOrDefault(TRASH_MARK, "");
      return mark.isEmpty() ? Optional.of(answer.getValue().toBytes()) : Optional.empty();
    } catch (BlobStorageException e) {
      if (e.getStatusCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void remove(BlockHash hash) {
    var unused = blob(hash).deleteIfExists();
  }

  /** Returns false: not part of a check. */
  @Override
  public boolean putOversized(BlockHash hash, long size) {
    return false;
  }

  /** Returns none: not part of a check. */
  @Override
  public List<SpecialObject> specialObjects() {
    return List.of();
  }

  @Override
  public List<String> putForeign() {
    String name = name(BlockHash.parse("37b51d194a7513e45b56f6524f2d51f2"));
    String digits = "37b51d194a7513e45b56f6524f2d51f2";
    List<String> foreign =
        List.of(
            prefix + digits.toUpperCase(Locale.ROOT),
            name + "0",
            name.substring(0, name.length() - 1),
            name + "/" + digits,
            name + ".trash.1",
            prefix + "tmp" + digits);
    foreign.forEach(
        other -> container.getBlobClient(other).upload(BinaryData.fromString("foreign"), true));
    return foreign;
  }

  /** Returns false: the service shows nothing of what was not written to its end. */
  @Override
  public boolean putResidue(BlockHash hash, Instant since) {
    return false;
  }

  @Override
  public List<String> residue() {
    return List.of();
  }

  @Override
  public Map<String, String> snapshot() {
    ListBlobsOptions below =
        new ListBlobsOptions()
            .setPrefix(prefix)
            .setDetails(
                new BlobListDetails().setRetrieveMetadata(true).setRetrieveUncommittedBlobs(true));
    Map<String, String> all = new TreeMap<>();
    for (BlobItem item : container.listBlobs(below, null)) {
      var properties = item.getProperties();
      all.put(
          item.getName(),
          properties.getContentLength()
              + " bytes of "
              + properties.getLastModified()
              + ", "
              + properties.getETag()
              + ", "
              + item.getMetadata());
    }
    return all;
  }
}
