// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import java.io.IOException;
import org.keepvolume.examples.keepstore.http.Endpoint;
import org.keepvolume.examples.keepstore.http.HttpCall;
import org.keepvolume.examples.keepstore.http.Refusal;

/** Says that the service answers, to who has the management token. */
final class ShowHealth implements Endpoint {
  private final ManagementToken token;

  ShowHealth(ManagementToken token) {
    this.token = token;
  }

  @Override
  public void serve(HttpCall call) throws IOException, Refusal {
    if (!token.isSet()) {
      throw new Refusal(404, "disabled");
    }
    token.require(call);
    call.json(200, "{\"health\":\"OK\"}\n");
  }
}
