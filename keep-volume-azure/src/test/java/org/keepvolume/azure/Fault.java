// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.keepvolume.azure.http.RequestName.DELETE_BLOB;
import static org.keepvolume.azure.http.RequestName.GET_BLOB;
import static org.keepvolume.azure.http.RequestName.GET_BLOB_PROPERTIES;
import static org.keepvolume.azure.http.RequestName.LIST_BLOBS;
import static org.keepvolume.azure.http.RequestName.PUT_BLOB;
import static org.keepvolume.azure.http.RequestName.SET_BLOB_METADATA;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.annotation.Nullable;
import org.keepvolume.azure.http.FaultProxy;
import org.keepvolume.azure.http.RequestName;
import org.keepvolume.azure.http.RequestRule;
import org.keepvolume.azure.http.Stall;

/**
 * Something that happens to requests on their way and that a call must get over, as if nothing had
 * been.
 *
 * @param name what the matrix calls it
 * @param times how many requests in a row it happens to
 * @param isWaitAsked whether the service asks for a pause of a second
 * @param action what happens, in whose time
 */
record Fault(
    String name, int times, boolean isWaitAsked, BiConsumer<RequestRule, RecordedPauses> action) {
  private static final List<String> HEADERS =
      List.of("ETag", "Content-MD5", "x-ms-blob-content-md5", "Last-Modified", "Date");

  private static final String LOST = "lost answer";
  private static final String STALL = "stall";
  private static final String AFTER = " after ";
  private static final String WITHOUT = "without ";

  Fault(String name, int times, boolean isWaitAsked, Consumer<RequestRule> action) {
    this(name, times, isWaitAsked, (rule, time) -> action.accept(rule));
  }

  private static final Object[][] STATUSES = {
    {408, null},
    {429, null},
    {500, "InternalError"},
    {500, "OperationTimedOut"},
    {502, null},
    {503, "ServerBusy"},
    {504, null},
  };

  /**
   * Scripts it for a request and what follows: those of its name, or the look after a change.
   *
   * @param looks how many looks there are before
   */
  void script(FaultProxy proxy, RecordedPauses time, RequestName request, int nth, int looks) {
    int left = times;
    if (isChange(request)) {
      action.accept(proxy.on(request, nth), time);
      left--;
    }
    for (int i = 0; i < left; i++) {
      action.accept(
          isChange(request)
              ? proxy.on(GET_BLOB_PROPERTIES, looks + 1 + i)
              : proxy.on(request, nth + i),
          time);
    }
  }

  private static boolean isChange(RequestName request) {
    return request == SET_BLOB_METADATA || request == DELETE_BLOB;
  }

  /** Tells whether it can happen: an answer that says no has few headers, that of a range too. */
  boolean happens(Deed deed, BlockCondition start) {
    if (deed == Deed.SWEEP && times == 3 && !name.startsWith(LOST)) {
      return false; // a sweep looks only where it was told no
    }
    if (name.contains(AFTER) && deed.isRead() && start.isTrashed()) {
      return false; // the head tells that it is trashed, and nobody reads on
    }
    if (!name.startsWith(WITHOUT)) {
      return true;
    }
    boolean range = deed == Deed.READ_RANGES || deed == Deed.READ_PARALLEL;
    return deed.isFound(start) && !(range && name.endsWith(" Content-MD5"));
  }

  /** Returns the faults of a request, lost answers first. */
  static List<Fault> of(RequestName request) {
    List<Fault> faults = new ArrayList<>();
    connection(faults, request, LOST, RequestRule::loseAnswer);
    connection(faults, request, "dropped request", RequestRule::dropRequest);
    connection(faults, request, "reset before", RequestRule::resetBefore);
    for (int times : new int[] {1, isChange(request) ? 3 : 4}) {
      faults.add(stall(STALL + " x " + times, times, RequestRule::stall));
    }
    for (Object[] status : STATUSES) {
      faults.add(status((int) status[0], (String) status[1], false));
      faults.add(status((int) status[0], (String) status[1], true));
    }
    if (request == GET_BLOB || request == LIST_BLOBS) {
      for (int at : new int[] {0, 100}) {
        faults.add(once("cut" + AFTER + at, rule -> rule.cutAnswer(at)));
        faults.add(once("reset" + AFTER + at, rule -> rule.resetMid(at)));
        faults.add(stall(STALL + AFTER + at, 1, rule -> rule.stallMid(at)));
      }
    }
    if (request == LIST_BLOBS) {
      faults.add(once("truncated listing", RequestRule::truncatedListing));
    }
    if (request == PUT_BLOB) {
      faults.add(once("flipped bit of the request", rule -> rule.flipRequestBit(17)));
    }
    for (String header : HEADERS) {
      if (has(request, header)) {
        faults.add(once(WITHOUT + header, rule -> rule.dropHeader(header)));
      }
    }
    return faults;
  }

  /** The JDK's client repeats some requests itself, so that two faults are one to the volume. */
  private static void connection(
      List<Fault> faults, RequestName request, String name, Consumer<RequestRule> action) {
    int[] all = request == PUT_BLOB ? new int[] {1, 2} : new int[] {1, 2, 4};
    for (int times : isChange(request) ? new int[] {1, 3} : all) {
      faults.add(new Fault(name + " x " + times, times, false, action));
    }
  }

  private static Fault status(int status, @Nullable String code, boolean wait) {
    String[] headers = wait ? new String[] {"Retry-After", "1"} : new String[0];
    String name = status + " " + code + (wait ? " with Retry-After" : "");
    return new Fault(name, 1, wait, rule -> rule.status(status, code, headers));
  }

  private static Fault stall(String name, int times, Function<RequestRule, Stall> action) {
    return new Fault(name, times, false, (rule, time) -> action.apply(rule).meanwhile(time::pass));
  }

  private static Fault once(String name, Consumer<RequestRule> action) {
    return new Fault(name, 1, false, action);
  }

  private static boolean has(RequestName request, String header) {
    return switch (header) {
      case "Content-MD5" ->
          request == GET_BLOB_PROPERTIES || request == PUT_BLOB || request == GET_BLOB;
      case "x-ms-blob-content-md5" -> request == GET_BLOB;
      case "ETag", "Last-Modified" -> request != LIST_BLOBS && request != DELETE_BLOB;
      default -> true;
    };
  }
}
