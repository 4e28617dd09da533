// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An answer whose body was read and is another now. */
final class ChangedAnswer extends HttpResponse {
  private final HttpResponse answer;
  private final HttpHeaders headers;
  private final byte[] body;

  ChangedAnswer(HttpResponse answer, byte[] body) {
    super(answer.getRequest());
    this.answer = answer;
    this.body = body;
    headers =
        new HttpHeaders(answer.getHeaders())
            .set(HttpHeaderName.CONTENT_LENGTH, Integer.toString(body.length));
  }

  @Override
  public int getStatusCode() {
    return answer.getStatusCode();
  }

  @Override
  @Deprecated
  public String getHeaderValue(String name) {
    return headers.getValue(name);
  }

  @Override
  public HttpHeaders getHeaders() {
    return headers;
  }

  @Override
  public Flux<ByteBuffer> getBody() {
    return Flux.just(ByteBuffer.wrap(body));
  }

  @Override
  public Mono<byte[]> getBodyAsByteArray() {
    return Mono.just(body);
  }

  @Override
  public Mono<String> getBodyAsString() {
    return getBodyAsString(StandardCharsets.UTF_8);
  }

  @Override
  public Mono<String> getBodyAsString(Charset charset) {
    return Mono.just(new String(body, charset));
  }
}
