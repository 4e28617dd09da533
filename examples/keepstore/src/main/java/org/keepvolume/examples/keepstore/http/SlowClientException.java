// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import javax.annotation.Nullable;

/** The client sends or takes bytes too slowly to be waited for; the server leaves it. */
public final class SlowClientException extends ClientGoneException {
  private static final long serialVersionUID = 1L;

  SlowClientException(String detail, @Nullable Throwable cause) {
    super(detail, cause);
  }
}
