// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.azure.http.FaultProxy;
import org.keepvolume.azure.http.NullServer;
import org.keepvolume.azure.http.NullSettings;
import org.keepvolume.config.Secret;
import reactor.core.publisher.Mono;

/**
 * A server that has everything, behind a proxy that breaks requests, and a switch that sends them
 * to another port; no connection is kept beyond its answer, so that each that is open is one too
 * many.
 */
final class Rig implements AutoCloseable {
  private static final int RANGE = 1 << 20;

  /** A work whose requests go elsewhere. */
  private record Diversion(Work work, int port) {}

  private final NullServer server;
  private final FaultProxy proxy;
  private final AtomicReference<Diversion> diversion = new AtomicReference<>();

  Rig() throws IOException {
    NullSettings settings =
        NullSettings.defaults()
            .withBlobs(600, 100)
            .withTrashedEvery(6)
            .withBlobSize(Work.BLOCK_SIZE);
    server = NullServer.start(settings, Clock.systemUTC());
    proxy = FaultProxy.to(server.endpoint());
  }

  FaultProxy proxy() {
    return proxy;
  }

  /** Sends the request of a work that would be broken to another port, until told otherwise. */
  void divert(Work work, int port) {
    diversion.set(new Diversion(work, port));
  }

  void divertNothing() {
    diversion.set(null);
  }

  /** Opens a volume with HTTP clients of its own. */
  Volume open(boolean parallel, int maxRequests, AzureLimits limits) throws IOException {
    return open(parallel, maxRequests, limits, VolumeContext.defaults());
  }

  Volume open(boolean parallel, int maxRequests, AzureLimits limits, VolumeContext context)
      throws IOException {
    AzureOptions options =
        AzureOptions.defaults()
            .withMaxRequests(maxRequests)
            .withIndexParallelism(parallel ? 4 : 1)
            .withMaxGetBytes(parallel ? RANGE : AzureOptions.defaults().maxGetBytes())
            .withLimits(limits)
            .withPolicies(List.of(KeptNothing.POLICY, policy()));
    Volume volume = AzureVolume.open(account(), "container", options, context);
    proxy.startOver();
    return volume;
  }

  AzureAccount account() {
    return AzureAccount.withKey("devstoreaccount1", Secret.of(Canaries.KEY))
        .withEndpoint(proxy.endpoint());
  }

  private HttpPipelinePolicy policy() {
    return new HttpPipelinePolicy() {
      @Override
      public Mono<HttpResponse> process(
          HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
        var request = context.getHttpRequest();
        String url = request.getUrl().toString();
        String range = request.getHeaders().getValue(HttpHeaderName.fromString("x-ms-range"));
        Diversion now = diversion.get();
        if (now != null && now.work.isBroken(request.getHttpMethod().name(), url, range)) {
          request.setUrl(url.replace(":" + proxy.port() + "/", ":" + now.port + "/"));
        }
        return next.process();
      }
    };
  }

  @Override
  public void close() {
    try {
      proxy.close();
    } finally {
      server.close();
    }
  }
}
