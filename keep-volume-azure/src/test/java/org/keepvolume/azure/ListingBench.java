// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.keepvolume.BlockPrefix;
import org.keepvolume.VolumeContext;
import org.keepvolume.azure.http.FaultProxy;
import org.keepvolume.azure.http.NullServer;
import org.keepvolume.azure.http.NullSettings;
import org.keepvolume.azure.http.RequestName;
import org.keepvolume.config.Secret;

/** A volume of many blobs on small pages, every other one in the trash and due. */
final class ListingBench implements AutoCloseable {
  static final int BLOBS = 40;
  static final int DUE = BLOBS / 2;

  private static final HttpClient HTTP = new JdkHttpClientBuilder().build();

  private final NullServer server;
  private final FaultProxy proxy;
  private final RecordedPauses pauses = new RecordedPauses();
  private final AzureVolume volume;

  ListingBench(int pageSize, int parallelism) throws IOException {
    NullSettings settings = NullSettings.defaults().withBlobs(BLOBS, pageSize).withTrashedEvery(2);
    server = NullServer.start(settings, Clock.systemUTC());
    proxy = FaultProxy.to(server.endpoint());
    AzureOptions options =
        Volumes.options().withIndexParallelism(parallelism).withHttpClients(HttpClients.of(HTTP));
    volume =
        AzureVolume.open(account(proxy), "container", options, VolumeContext.defaults(), pauses);
    proxy.startOver();
  }

  private static AzureAccount account(FaultProxy proxy) {
    return AzureAccount.withKey("devstoreaccount1", Secret.of("bm8gc2VjcmV0"))
        .withEndpoint(proxy.endpoint());
  }

  FaultProxy proxy() {
    return proxy;
  }

  RecordedPauses pauses() {
    return pauses;
  }

  AzureVolume volume() {
    return volume;
  }

  /** Returns the names that an index of live or of trashed blocks has, in order. */
  List<String> expected(boolean trashed) {
    return IntStream.range(0, BLOBS)
        .filter(number -> (number % 2 == 0) == trashed)
        .mapToObj(server::listedName)
        .toList();
  }

  /** Returns the names that an index has, in order. */
  List<String> listed(boolean trashed) throws IOException {
    List<String> names = new ArrayList<>();
    if (trashed) {
      volume.indexTrash(BlockPrefix.ALL, (hash, size, deadline) -> names.add(hash.toString()));
    } else {
      volume.index(BlockPrefix.ALL, info -> names.add(info.hash().toString()));
    }
    return names.stream().sorted().toList();
  }

  int requests(RequestName name) {
    return proxy.requests(name).size();
  }

  @Override
  public void close() {
    volume.close();
    proxy.close();
    server.close();
  }
}
