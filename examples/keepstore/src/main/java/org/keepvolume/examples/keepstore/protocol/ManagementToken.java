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
 * The token of those who watch the service.
 *
 * @param secret the token, if there is one
 */
public record ManagementToken(Optional<Secret> secret) {
  /** Tells whether there is one. */
  boolean isSet() {
    return secret.isPresent();
  }

  /** Refuses a request that does not have the token, if there is one. */
  void require(HttpCall call) throws Refusal {
    if (secret.isEmpty()) {
      return;
    }
    String given =
        call.header("Authorization").orElseThrow(() -> new Refusal(401, "authorization required"));
    byte[] expected = ("Bearer " + secret.get().reveal()).getBytes(UTF_8);
    // The bytes that were sent: the server makes a character of each.
    if (!MessageDigest.isEqual(expected, given.getBytes(ISO_8859_1))) {
      throw new Refusal(403, "authorization error");
    }
  }
}
