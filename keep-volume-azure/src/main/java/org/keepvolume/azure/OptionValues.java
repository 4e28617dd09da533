// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.storage.blob.BlobServiceVersion;
import java.time.Duration;
import java.util.List;
import org.keepvolume.Volume;

/** Values on their way to new options. */
final class OptionValues {
  long maxGetBytes = Volume.MAX_BLOCK_SIZE;
  int parallelRanges = 4;
  int indexParallelism = 4;
  int sweepParallelism = 8;
  int maxRequests = 64;
  int pageSize = BlobRequests.PAGE;
  BlobNaming naming = BlobNaming.plain();
  AzureLimits limits = AzureLimits.defaults();
  Duration writeRaceInterval = Duration.ofSeconds(15);
  String serviceVersion = BlobServiceVersion.V2025_11_05.getVersion();
  boolean createContainer;
  HttpClients httpClients = HttpClients.own();
  List<HttpPipelinePolicy> policies = List.of();

  OptionValues() {}

  OptionValues(AzureOptions options) {
    maxGetBytes = options.maxGetBytes();
    parallelRanges = options.parallelRanges();
    indexParallelism = options.indexParallelism();
    sweepParallelism = options.sweepParallelism();
    maxRequests = options.maxRequests();
    pageSize = options.pageSize();
    naming = options.naming();
    limits = options.limits();
    writeRaceInterval = options.writeRaceInterval();
    serviceVersion = options.serviceVersion();
    createContainer = options.createContainer();
    httpClients = options.httpClients();
    policies = options.policies();
  }
}
