// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ListBlobsOptions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.keepvolume.BlockHash;
import org.keepvolume.testkit.DeviceFault;
import org.keepvolume.testkit.RawAccess;

/** A container, seen and changed by the storage client itself. */
class ContainerRaw implements RawAccess {
  private static final int THREADS = 8;
  private static final int STAGED = 4 << 20;
  private final BlobContainerClient container;
  private final String scope;
  private final BlobNames names;
  private final FaultPolicy faults;

  ContainerRaw(BlobContainerClient container, String scope, BlobNames names, FaultPolicy faults) {
    this.container = container;
    this.scope = scope;
    this.names = names;
    this.faults = faults;
  }

  @Override
  public Optional<Injection> inject(DeviceFault fault) {
    return faults.inject(fault);
  }

  private BlobClient blob(BlockHash hash) {
    return container.getBlobClient(names.name(hash));
  }

  @Override
  public void put(BlockHash hash, byte[] content) {
    blob(hash).upload(BinaryData.fromBytes(content), true);
  }

  /** Makes a live block look as if it had been changed at a time. */
  void setMtime(BlockHash hash, Instant mtime) {
    Map<String, String> metadata = new HashMap<>(blob(hash).getProperties().getMetadata());
    var unused = blob(hash).setMetadataWithResponse(metadata, null, null, ClockStamps.of(mtime));
  }

  @Override
  public void putAll(Map<BlockHash, byte[]> contents) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Object>> puts = new ArrayList<>();
      contents.forEach((hash, content) -> puts.add(Executors.callable(() -> put(hash, content))));
      for (Future<Object> put : threads.invokeAll(puts)) {
        var unused = put.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  @Override
  public Optional<byte[]> content(BlockHash hash) {
    try {
      var answer = blob(hash).downloadContentWithResponse(null, null, null, null);
      return TrashMark.find(answer.getDeserializedHeaders().getMetadata()).isPresent()
          ? Optional.empty()
          : Optional.of(answer.getValue().toBytes());
    } catch (BlobStorageException e) {
      if (e.getStatusCode() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void remove(BlockHash hash) {
    var unused = blob(hash).deleteIfExists();
  }

  /** Of one staged block of zeros, committed as often as it takes, and another for the rest. */
  @Override
  public boolean putOversized(BlockHash hash, long size) {
    var blob = blob(hash).getBlockBlobClient();
    String whole = Base64.getEncoder().encodeToString("whole".getBytes(StandardCharsets.UTF_8));
    String rest = Base64.getEncoder().encodeToString("rest.".getBytes(StandardCharsets.UTF_8));
    blob.stageBlock(whole, BinaryData.fromBytes(new byte[STAGED]));
    List<String> blocks = new ArrayList<>(Collections.nCopies((int) (size / STAGED), whole));
    if (size % STAGED > 0) {
      blob.stageBlock(rest, BinaryData.fromBytes(new byte[(int) (size % STAGED)]));
      blocks.add(rest);
    }
    var unused = blob.commitBlockList(blocks, true);
    return true;
  }

  @Override
  public List<SpecialObject> specialObjects() {
    return List.of(
        new SpecialObject(
            "PageBlob", hash -> blob(hash).getPageBlobClient().create(512, true), true),
        new SpecialObject(
            "AppendBlob", hash -> blob(hash).getAppendBlobClient().create(true), true));
  }

  @Override
  public List<String> putForeign() {
    String name = names.name(BlockHash.parse("37b51d194a7513e45b56f6524f2d51f2"));
    List<String> foreign =
        List.of(
            scope + name.substring(scope.length()).toUpperCase(Locale.ROOT),
            name + "0",
            name.substring(0, name.length() - 1),
            scope + "x" + name.substring(scope.length()),
            name + "/" + name,
            name + ".trash.1",
            scope + "tmp" + name.substring(scope.length()));
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

  private Iterable<BlobItem> all() {
    return container.listBlobs(
        new ListBlobsOptions()
            .setPrefix(scope)
            .setDetails(
                new BlobListDetails().setRetrieveMetadata(true).setRetrieveUncommittedBlobs(true)),
        null);
  }

  /** Removes everything in the fixture's part of the container. */
  void removeAll() {
    for (BlobItem item : all()) {
      var unused = container.getBlobClient(item.getName()).deleteIfExists();
    }
  }

  @Override
  public Map<String, String> snapshot() {
    Map<String, String> all = new TreeMap<>();
    for (BlobItem item : all()) {
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
