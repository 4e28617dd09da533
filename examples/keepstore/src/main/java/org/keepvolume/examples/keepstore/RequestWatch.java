// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import java.util.concurrent.atomic.AtomicInteger;
import org.keepvolume.examples.keepstore.http.FinishedRequest;
import org.keepvolume.examples.keepstore.http.RequestId;
import org.keepvolume.examples.keepstore.http.RequestListener;
import org.keepvolume.examples.keepstore.protocol.RequestGauge;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/** Counts requests, and logs a line for each. */
final class RequestWatch implements RequestListener, RequestGauge {
  private static final Logger LOG = LoggerFactory.getLogger("request");
  private static final String REQUEST_ID = "RequestID";

  private final AtomicInteger current = new AtomicInteger();
  private final int max;

  RequestWatch(int max) {
    this.max = max;
  }

  @Override
  public void started(RequestId id) {
    current.incrementAndGet();
    MDC.put(REQUEST_ID, id.text());
  }

  @Override
  public void finished(FinishedRequest request) {
    current.decrementAndGet();
    var line =
        LOG.atLevel(request.status() >= 500 ? Level.WARN : Level.INFO)
            .addKeyValue("remoteAddr", request.client())
            .addKeyValue("reqMethod", request.method())
            .addKeyValue("reqPath", withoutSignature(request.path()))
            .addKeyValue("reqBytes", request.bytesIn())
            .addKeyValue("respStatusCode", request.status())
            .addKeyValue("respBytes", request.bytesOut())
            .addKeyValue("timeTotal", request.nanos() / 1e9);
    if (request.failure() != null) {
      line = line.addKeyValue("error", request.failure().toString());
    }
    line.log("response");
    MDC.remove(REQUEST_ID);
  }

  /** Who has a signature, and the token that it was made for, may read the block. */
  private static String withoutSignature(String path) {
    return path.replaceAll("\\+([AR])[^+/@]*", "+$1<redacted>");
  }

  @Override
  public int current() {
    return current.get();
  }

  @Override
  public int max() {
    return max;
  }
}
