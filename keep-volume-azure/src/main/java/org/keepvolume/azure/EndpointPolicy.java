// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpPipelinePosition;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import reactor.core.publisher.Mono;

/** Sends each request, before it is signed, to an endpoint that the storage client misreads. */
final class EndpointPolicy implements HttpPipelinePolicy {
  private final String standIn;
  private final String endpoint;

  /** Makes the policy of a client that was given one endpoint to stand in for another. */
  EndpointPolicy(String standIn, String endpoint) {
    this.standIn = standIn;
    this.endpoint = endpoint;
  }

  /** Those of the other position see a request when it is signed. */
  @Override
  public HttpPipelinePosition getPipelinePosition() {
    return HttpPipelinePosition.PER_CALL;
  }

  @Override
  public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
    redirect(context);
    return next.process();
  }

  @Override
  public HttpResponse processSync(
      HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
    redirect(context);
    return next.processSync();
  }

  private void redirect(HttpPipelineCallContext context) {
    // As text: the path is escaped already, and stays so.
    String url = context.getHttpRequest().getUrl().toString();
    if (url.startsWith(standIn)) { // not yet, if the request is sent again
      context.getHttpRequest().setUrl(endpoint + url.substring(standIn.length()));
    }
  }
}
