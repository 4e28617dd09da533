// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import org.keepvolume.examples.keepstore.http.Endpoint;
import org.keepvolume.examples.keepstore.http.HttpCall;
import org.keepvolume.examples.keepstore.http.Refusal;

/** Says that there is no such mount, to who may list blocks. */
final class UnknownMount implements Endpoint {
  private final Backend backend;

  UnknownMount(Backend backend) {
    this.backend = backend;
  }

  @Override
  public void serve(HttpCall call) throws Refusal {
    backend.systemToken().require(call, 401, "Unauthorized");
    throw new Refusal(404, "mount not found");
  }
}
