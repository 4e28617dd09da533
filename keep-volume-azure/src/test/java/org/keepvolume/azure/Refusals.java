// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import javax.annotation.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Refusals of the service without a service. */
final class Refusals {
  private Refusals() {}

  /** Returns what a status, a code and a Retry-After make of an answer; null: without it. */
  static Refusal of(int status, @Nullable String code, @Nullable String retryAfter) {
    HttpHeaders headers = new HttpHeaders();
    headers.set(HttpHeaderName.fromString("x-ms-error-code"), code);
    headers.set(HttpHeaderName.RETRY_AFTER, retryAfter);
    return Refusal.of(new HttpResponseException(new Bodiless(status, headers)));
  }

  /** An answer of status and headers. */
  private static final class Bodiless extends HttpResponse {
    private final int status;
    private final HttpHeaders headers;

    Bodiless(int status, HttpHeaders headers) {
      super(new HttpRequest(HttpMethod.GET, "http://localhost/"));
      this.status = status;
      this.headers = headers;
    }

    @Override
    public int getStatusCode() {
      return status;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract
    public String getHeaderValue(String name) {
      return headers.getValue(HttpHeaderName.fromString(name));
    }

    @Override
    public HttpHeaders getHeaders() {
      return headers;
    }

    @Override
    public Flux<ByteBuffer> getBody() {
      return Flux.empty();
    }

    @Override
    public Mono<byte[]> getBodyAsByteArray() {
      return Mono.just(new byte[0]);
    }

    @Override
    public Mono<String> getBodyAsString() {
      return getBodyAsString(UTF_8);
    }

    @Override
    public Mono<String> getBodyAsString(Charset charset) {
      return Mono.just("");
    }
  }
}
