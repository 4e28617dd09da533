// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelinePosition;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.keepvolume.testkit.DeviceFault;
import org.keepvolume.testkit.RawAccess.Injection;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Breaks the requests of the volumes of one fixture, between client and connection, as the kit
 * asks.
 */
final class FaultPolicy implements HttpPipelinePolicy {
  private static final long LONG_WRITE = 1 << 20;
  private static final Set<DeviceFault> KNOWN =
      Set.of(
          DeviceFault.ANSWER_LOST,
          DeviceFault.WRITE_BROKEN_OFF,
          DeviceFault.LISTING_BROKEN_OFF,
          DeviceFault.SWEEP_BROKEN_OFF);

  private final AtomicReference<DeviceFault> armed = new AtomicReference<>();

  /** Whether one copy was removed since the sweep was to be broken off. */
  private volatile boolean removed;

  /** Arms a fault; empty if this cannot make it. */
  Optional<Injection> inject(DeviceFault fault) {
    if (!KNOWN.contains(fault)) {
      return Optional.empty();
    }
    removed = false;
    armed.set(fault);
    return Optional.of(() -> armed.set(null));
  }

  @Override
  public HttpPipelinePosition getPipelinePosition() {
    return HttpPipelinePosition.PER_CALL;
  }

  @Override
  public Mono<HttpResponse> process(HttpPipelineCallContext call, HttpPipelineNextPolicy next) {
    HttpRequest request = call.getHttpRequest();
    if (armed.compareAndSet(DeviceFault.ANSWER_LOST, null)) {
      return next.process()
          .flatMap(
              answer ->
                  answer
                      .getBodyAsByteArray()
                      .defaultIfEmpty(new byte[0])
                      .flatMap(body -> Mono.<HttpResponse>error(new IOException("answer lost"))));
    }
    if (isLongWrite(request) && armed.compareAndSet(DeviceFault.WRITE_BROKEN_OFF, null)) {
      Flux<ByteBuffer> half =
          request.getBody().take(1).concatWith(Flux.error(new IOException("broken off")));
      request.setBody(half);
      return next.process();
    }
    if (isListing(request) && armed.compareAndSet(DeviceFault.LISTING_BROKEN_OFF, null)) {
      return next.process()
          .flatMap(answer -> answer.getBodyAsByteArray().map(body -> half(answer, body)));
    }
    if (request.getHttpMethod() == HttpMethod.DELETE
        && armed.get() == DeviceFault.SWEEP_BROKEN_OFF) {
      if (removed) {
        return Mono.error(new IOException("broken off"));
      }
      removed = true;
    }
    return next.process();
  }

  private static HttpResponse half(HttpResponse answer, byte[] body) {
    return new ChangedAnswer(answer, Arrays.copyOf(body, body.length / 2));
  }

  private static boolean isLongWrite(HttpRequest request) {
    String length = request.getHeaders().getValue(HttpHeaderName.CONTENT_LENGTH);
    return request.getHttpMethod() == HttpMethod.PUT
        && length != null
        && Long.parseLong(length) >= LONG_WRITE;
  }

  private static boolean isListing(HttpRequest request) {
    String query = request.getUrl().getQuery();
    return query != null && query.contains("comp=list");
  }
}
