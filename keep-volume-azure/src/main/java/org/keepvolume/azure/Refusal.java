// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * An answer of the service other than success, without what could give away a secret.
 *
 * <p>It takes the place of the storage client's exception, whose text may quote what was signed and
 * whose request holds the signature.
 */
final class Refusal extends IOException {
  private static final long serialVersionUID = 1L;
  private static final HttpHeaderName ERROR_CODE = HttpHeaderName.fromString("x-ms-error-code");
  private static final HttpHeaderName REQUEST_ID = HttpHeaderName.fromString("x-ms-request-id");

  private final int status;
  private final @Nullable String code;
  private final @Nullable Duration retryAfter;

  private Refusal(
      int status, @Nullable String code, @Nullable String requestId, @Nullable Duration after) {
    super(describe(status, code) + (requestId == null ? "" : ", request id " + requestId));
    this.status = status;
    this.code = code;
    retryAfter = after;
  }

  /** Takes what matters from the client's exception. */
  static Refusal of(HttpResponseException e) {
    HttpResponse response = e.getResponse();
    return new Refusal(
        response.getStatusCode(),
        plain(response.getHeaderValue(ERROR_CODE)),
        plain(response.getHeaderValue(REQUEST_ID)),
        seconds(response.getHeaderValue(HttpHeaderName.RETRY_AFTER)));
  }

  /** Whoever answers need not be the service: a header that is no word is not passed on. */
  private static @Nullable String plain(@Nullable String header) {
    return header != null && header.matches("[A-Za-z0-9-]{1,100}") ? header : null;
  }

  private static @Nullable Duration seconds(@Nullable String header) {
    return header != null && header.matches("[0-9]{1,6}")
        ? Duration.ofSeconds(Integer.parseInt(header))
        : null;
  }

  private static String describe(int status, @Nullable String code) {
    return "the service answered " + status + (code == null ? "" : " " + code);
  }

  Meaning meaning() {
    return AzureErrors.meaning(status, code);
  }

  boolean isOfOneBlob() {
    return AzureErrors.isOfOneBlob(status, code);
  }

  /** Returns how long the service asks to be left alone. */
  Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** Returns what was answered and what a person can do. */
  String explain() {
    String remedy = AzureErrors.remedy(status, code);
    return describe(status, code) + (remedy.isEmpty() ? "" : ": " + remedy);
  }
}
