// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Optional;
import org.keepvolume.config.Secret;
import org.keepvolume.examples.keepstore.http.HttpCall;
import org.keepvolume.examples.keepstore.http.Refusal;

/**
 * The token of those who may list and delete. Without one nobody may.
 *
 * @param secret the token, if there is one
 */
public record SystemToken(Optional<Secret> secret) {
  /**
   * Refuses a request that does not have the token.
   *
   * @param call the request
   * @param status the status of the refusal
   * @param text what the client is told
   */
  void require(HttpCall call, int status, String text) throws Refusal {
    if (!isSentBy(call)) {
      throw new Refusal(status, text);
    }
  }

  private boolean isSentBy(HttpCall call) {
    if (secret.isEmpty() || call.token().isEmpty()) {
      return false;
    }
    byte[] expected = secret.get().reveal().getBytes(UTF_8);
    // The bytes that were sent: the server makes a character of each.
    return MessageDigest.isEqual(expected, call.token().get().getBytes(ISO_8859_1));
  }
}
