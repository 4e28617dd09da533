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
import org.keepvolume.TrashSweep;
import org.keepvolume.VolumeContext;
import org.keepvolume.azure.azurite.AzuriteAccount;
import org.keepvolume.azure.http.FaultProxy;
import org.keepvolume.azure.http.NullServer;
import org.keepvolume.azure.http.NullSettings;
import org.keepvolume.azure.http.RequestName;

/** A volume of many blobs on small pages, every other one in the trash and due. */
final class ListingBench implements AutoCloseable {
  static final int BLOBS = 40;
  static final int DUE = BLOBS / 2;

  private static final AzuriteAccount ACCOUNT =
      new AzuriteAccount(AzureAccount.EMULATOR_ACCOUNT, Canaries.KEY);

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
    AzureAccount account = Volumes.account(ACCOUNT, proxy.endpoint());
    volume = AzureVolume.open(account, "container", options, VolumeContext.defaults(), pauses);
    Shown.texts(account, options, volume, volume.deviceId(), volume.status());
    proxy.startOver();
  }

  FaultProxy proxy() {
    return proxy;
  }

  RecordedPauses pauses() {
    return pauses;
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
    try {
      if (trashed) {
        volume.indexTrash(BlockPrefix.ALL, (hash, size, deadline) -> names.add(hash.toString()));
      } else {
        volume.index(BlockPrefix.ALL, info -> names.add(info.hash().toString()));
      }
    } catch (IOException e) {
      Shown.thrown(e);
      throw e;
    }
    return names.stream().sorted().toList();
  }

  TrashSweep sweep() throws IOException {
    try {
      return volume.emptyTrash();
    } catch (IOException e) {
      Shown.thrown(e);
      throw e;
    }
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
