// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import java.time.Duration;
import java.util.List;
import org.keepvolume.examples.keepstore.http.Endpoint;
import org.keepvolume.examples.keepstore.protocol.Backend;
import org.keepvolume.examples.keepstore.protocol.ShowMetrics;
import org.keepvolume.examples.keepstore.protocol.ShowStatus;
import org.keepvolume.observe.CountingObserver;
import org.keepvolume.observe.StoreObserver;

/** All that is told of requests and volumes, and the pages that show it. */
final class Watchers {
  private final CountingObserver counts = new CountingObserver();
  private final VolumeWatch volumes;
  private final RequestWatch requests;

  Watchers(Duration slow, int maxRequests) {
    volumes = new VolumeWatch(counts, slow);
    requests = new RequestWatch(maxRequests);
  }

  StoreObserver ofVolumes() {
    return volumes;
  }

  RequestWatch ofRequests() {
    return requests;
  }

  Endpoint metricsPage(Backend backend) {
    return new ShowMetrics(backend, counts, requests);
  }

  Endpoint statusPage(Backend backend) {
    return new ShowStatus(backend, requests, Version.text());
  }

  /** Names the calls of volumes that have begun and not ended, each with its volume. */
  List<String> runningCalls() {
    return counts.counts().stream()
        .flatMap(
            volume ->
                volume.operations().values().stream()
                    .filter(calls -> calls.running() > 0)
                    .map(calls -> calls.operation() + " on " + volume.volume()))
        .toList();
  }
}
