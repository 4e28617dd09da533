// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import static com.google.common.base.Strings.nullToEmpty;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Nullable;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** How much memory a request may take, as far as its header tells. */
enum RequestSize {
  SMALL,
  LARGE;

  /** The limit of the buffer pool, which keeps a part of the memory for smaller ones. */
  private static final long MOST_OF_SMALL = 1 << 20;

  /** A number that is no hint of another sort, without the zeros before it. */
  private static final Pattern BLOCK =
      Pattern.compile("//?[0-9a-f]{32}(?:\\+0*([0-9]{1,8})(?:\\+.*)?|\\+.*)?");

  /** Tells the size: of the body that is sent, or of the block that is asked for. */
  static RequestSize of(Request request) {
    long bytes =
        switch (request.getMethod()) {
          case "PUT" -> sent(request);
          case "GET", "HEAD" -> wanted(request.getHttpURI().getPath());
          default -> 0;
        };
    return bytes > MOST_OF_SMALL ? LARGE : SMALL;
  }

  private static long sent(Request request) {
    return request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)
        ? Long.MAX_VALUE
        : request.getLength();
  }

  /**
   * Returns what a locator says; a block of which it says nothing, or more than any block has, may
   * have any size.
   */
  static long wanted(@Nullable String path) {
    Matcher block = BLOCK.matcher(PercentCode.path(nullToEmpty(path)).orElse(""));
    if (!block.matches()) {
      return 0;
    }
    return block.group(1) == null ? Long.MAX_VALUE : Long.parseLong(block.group(1));
  }
}
