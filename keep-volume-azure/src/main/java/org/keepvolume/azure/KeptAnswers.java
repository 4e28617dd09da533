// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import java.util.concurrent.Flow;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * An HTTP client that shows each answer to the {@link Exchange} that waits for it, before the
 * storage client can lose it.
 *
 * <p>An answer that comes while its request is given up is dropped there, and nobody reads its body
 * or closes it, which keeps its connection for ever.
 */
final class KeptAnswers implements HttpClient {
  private final HttpClient client;

  KeptAnswers(HttpClient client) {
    this.client = client;
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    return send(request, Context.NONE);
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request, Context context) {
    return Mono.deferContextual(view -> shown(client.send(request, context), view));
  }

  private static Mono<HttpResponse> shown(Mono<HttpResponse> answer, ContextView view) {
    return answer
        .doOnNext(
            response ->
                view.<Exchange<?>>getOrEmpty(Exchange.class)
                    .ifPresent(exchange -> exchange.arrived(response)))
        .doOnDiscard(HttpResponse.class, KeptAnswers::drop)
        .doOnDiscard(java.net.http.HttpResponse.class, KeptAnswers::drop);
  }

  /** Ends the transfer of a body, unless somebody else reads it. */
  static void drop(HttpResponse response) {
    BodyStream.of(response.getBody()).close();
  }

  private static void drop(java.net.http.HttpResponse<?> response) {
    if (response.body() instanceof Flow.Publisher<?> body) {
      JdkFlowAdapter.flowPublisherToFlux(body).subscribe(new Cancelling());
    }
  }

  /** Wants nothing, and cares for no failure. */
  private static final class Cancelling extends BaseSubscriber<Object> {
    @Override
    protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
      subscription.cancel();
    }

    @Override
    protected void hookOnError(Throwable thrown) {}
  }
}
