// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import java.io.IOException;
import javax.annotation.Nullable;

/** The client has left: nobody can be answered any more. */
public class ClientGoneException extends IOException {
  private static final long serialVersionUID = 1L;

  ClientGoneException(String detail, @Nullable Throwable cause) {
    super(detail, cause);
  }
}
