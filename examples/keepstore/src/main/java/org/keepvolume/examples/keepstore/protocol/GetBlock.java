// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import java.io.IOException;
import org.keepvolume.examples.keepstore.http.Endpoint;
import org.keepvolume.examples.keepstore.http.HttpCall;
import org.keepvolume.examples.keepstore.http.Refusal;

/** Sends a block, or for {@code HEAD} reads it and says that it is good. */
final class GetBlock implements Endpoint {
  private final Backend backend;
  private final LocatorPath locator;

  GetBlock(Backend backend, LocatorPath locator) {
    this.backend = backend;
    this.locator = locator;
  }

  @Override
  public void serve(HttpCall call) throws IOException, Refusal {
    if (backend.enforced()) {
      checkSignature(call);
    }
    call.watchClient();
    BlockAnswer answer = new BlockAnswer(call);
    try {
      int unused = backend.store().read(locator.hash(), answer);
    } catch (IOException e) {
      if (answer.begun()) {
        throw e;
      }
      throw StoreErrors.ofRead(e);
    }
  }

  private void checkSignature(HttpCall call) throws Refusal {
    String token = call.token().orElseThrow(GetBlock::forbidden);
    Signatures signatures = backend.signatures().orElseThrow(GetBlock::forbidden);
    switch (signatures.judge(locator.text(), token)) {
      case GOOD -> {}
      case EXPIRED -> throw new Refusal(401, "Expired permission signature");
      case MISSING, WRONG -> throw forbidden();
    }
  }

  private static Refusal forbidden() {
    return new Refusal(403, "Forbidden");
  }
}
