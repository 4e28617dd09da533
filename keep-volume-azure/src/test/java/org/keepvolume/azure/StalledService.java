// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSinks;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeStatus;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.azure.http.FaultProxy;
import org.keepvolume.azure.http.NullServer;
import org.keepvolume.azure.http.NullSettings;
import org.keepvolume.azure.http.RequestName;
import org.keepvolume.azure.http.Stall;
import org.keepvolume.testkit.Evidence;

/** Calls to a service that has taken a request and does not answer, with short limits. */
final class StalledService {
  private static final Duration LIMIT = Duration.ofMillis(300);
  private static final BlockHash HASH = BlockHash.of(new byte[] {1});

  private StalledService() {}

  /** Makes each call, and says which of them did not end as unavailable. */
  static Evidence whenTheLimitsPass() throws IOException {
    List<String> violations = new ArrayList<>();
    AzureLimits limits = new AzureLimits(LIMIT, LIMIT, LIMIT, 1, 1, Duration.ofMillis(1));
    try (NullServer server = NullServer.start(NullSettings.defaults(), Clock.systemUTC());
        FaultProxy proxy = FaultProxy.to(server.endpoint());
        AzureVolume unhurried = open(proxy, AzureLimits.defaults()); // loads what opening takes
        AzureVolume volume = open(proxy, limits)) {
      VolumeStatus unused = unhurried.status();
      for (Map.Entry<RequestName, List<Executable>> calls : calls(volume).entrySet()) {
        for (Executable call : calls.getValue()) {
          proxy.startOver();
          Stall stall = proxy.on(calls.getKey(), 1).stall();
          String outcome = outcome(call);
          stall.release();
          if (!outcome.isEmpty()) {
            violations.add(calls.getKey() + " without an answer: " + outcome);
          }
        }
      }
      proxy.startOver();
    }
    return new Evidence("calls to a service that does not answer, limits of 300 ms", violations);
  }

  private static AzureVolume open(FaultProxy proxy, AzureLimits limits) throws IOException {
    return AzureVolume.open(
        AzureAccount.emulator().withEndpoint(proxy.endpoint()),
        "stalled",
        AzureOptions.defaults().withLimits(limits),
        VolumeContext.defaults());
  }

  private static Map<RequestName, List<Executable>> calls(AzureVolume volume) {
    Map<RequestName, List<Executable>> calls = new LinkedHashMap<>();
    calls.put(
        RequestName.GET_BLOB,
        List.of(() -> volume.read(HASH, BlockSinks.into(ByteBuffer.allocate(1)))));
    calls.put(
        RequestName.PUT_BLOB, List.of(() -> volume.write(HASH, ByteBuffer.wrap(new byte[] {1}))));
    calls.put(
        RequestName.GET_BLOB_PROPERTIES,
        List.of(
            () -> volume.stat(HASH),
            () -> volume.touch(HASH),
            () -> volume.trash(HASH, null),
            () -> volume.untrash(HASH)));
    calls.put(
        RequestName.LIST_BLOBS,
        List.of(
            () -> volume.index(BlockPrefix.ALL, block -> true),
            () -> volume.indexTrash(BlockPrefix.ALL, (hash, size, deadline) -> true),
            volume::emptyTrash));
    return calls;
  }

  private static String outcome(Executable call) {
    try {
      call.execute();
      return "returned";
    } catch (VolumeUnavailableException e) {
      return "";
    } catch (Throwable e) {
      return e.toString();
    }
  }
}
