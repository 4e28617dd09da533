// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.keepvolume.azure.http.RequestName.GET_BLOB_PROPERTIES;

import java.util.Locale;
import java.util.Optional;
import org.keepvolume.azure.http.Answer;
import org.keepvolume.azure.http.RequestName;
import org.keepvolume.azure.http.Stall;

/** Where a call is when it is interrupted. */
enum Stage {
  BEFORE_THE_CALL,
  WAITING_FOR_A_PERMIT,
  CONNECTING,
  WAITING_FOR_HEADERS,
  IN_BODY_OF_ANSWER,
  IN_BODY_OF_UPLOAD,
  IN_PAUSE;

  /** Tells whether a work comes to this stage. */
  boolean isOf(Work work) {
    return switch (this) {
      case IN_BODY_OF_UPLOAD -> work == Work.WRITE;
      case IN_BODY_OF_ANSWER -> work.request() != GET_BLOB_PROPERTIES;
      default -> true;
    };
  }

  /** Scripts the proxy; returns what tells that the work is there, if the proxy does. */
  Optional<Stall> script(Rig rig, BlackHole hole, Work work) {
    switch (this) {
      case CONNECTING -> rig.divert(work, hole.port());
      case WAITING_FOR_HEADERS -> {
        return Optional.of(rig.proxy().on(work.request(), work::isBroken).stall());
      }
      case IN_BODY_OF_ANSWER -> {
        return Optional.of(inBody(rig, work));
      }
      case IN_BODY_OF_UPLOAD -> {
        return Optional.of(rig.proxy().on(work.request(), 1).stallReading(1 << 20));
      }
      case IN_PAUSE ->
          rig.proxy()
              .on(work.request(), work::isBroken)
              .status(503, "ServerBusy", "Retry-After", "20");
      default -> {}
    }
    return Optional.empty();
  }

  private static Stall inBody(Rig rig, Work work) {
    var rule = rig.proxy().on(work.request(), work::isBroken);
    if (work.request() == RequestName.GET_BLOB || work.isListing()) {
      return rule.stallMid(100_000 % (work.isListing() ? 999 : Integer.MAX_VALUE));
    }
    Stall stall = new Stall();
    rule.answer(
        Answer.error(503, "ServerBusy").header("Content-Length", "9999").stall(stall).thenClose());
    return stall;
  }

  /** Returns the name as tables have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
