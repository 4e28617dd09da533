// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** What a block store promises beyond its volumes, with the tests of each clause. */
enum StoreClause {
  ST_1(
      "Unavailable is never reported as missing: a block is not found only if every volume said so.",
      "Who gets \"not found\" may give a block up for lost, or write it anew.",
      UnavailableIsNotMissingTest.class,
      TwoMountsTest.class),
  ST_2(
      "A damaged or failing copy is skipped while a good one exists; with none, the error says"
          + " corrupt.",
      "One bad disk costs time, not data.",
      BadCopiesAreSkippedTest.class),
  ST_3(
      "Finding a block present on write is a touch that must succeed, or the block is written again.",
      "Else a block could be trashed as old just after its write was acknowledged.",
      PresentBlockIsTouchedTest.class),
  ST_4(
      "On write, a damaged copy is overwritten; other bytes that truly have the same MD5 are a"
          + " collision error.",
      "Writing a block again mends it, and never replaces somebody else's bytes.",
      OtherBytesOnWriteTest.class),
  ST_5(
      "Replicas and storage classes are counted by distinct device, never twice for one.",
      "Two replicas survive the loss of one device.",
      ReplicasByDeviceTest.class),
  ST_6(
      "One device mounted twice is an error that names both mounts.",
      "It would count as two replicas, and a sweep of one mount would undo writes of the other.",
      OneDeviceTwiceTest.class),
  ST_7(
      "Memory is bounded by the buffer pool; waiting for a buffer is cancellable and limited.",
      "Many readers at once make each other wait, not the process run out of memory.",
      BuffersAreBoundedTest.class),
  ST_8(
      "Every block is verified before a sink's begin: no unverified byte leaves the store, and"
          + " falling back to another volume is invisible to the sink.",
      "What was sent cannot be taken back.",
      UnverifiedBytesStayInsideTest.class),
  ST_9(
      "A stat is a volume's stat: no data is read.",
      "It is cheap, and no proof that the copy is good.",
      StatReadsNoDataTest.class);

  private final String text;
  private final String intent;
  private final ImmutableList<Class<?>> tests;

  StoreClause(String text, String intent, Class<?>... tests) {
    this.text = text;
    this.intent = intent;
    this.tests = ImmutableList.copyOf(tests);
  }

  String text() {
    return text;
  }

  String intent() {
    return intent;
  }

  List<Class<?>> tests() {
    return tests;
  }

  /** Returns its id, such as {@code ST-1}. */
  @Override
  public String toString() {
    return name().replace('_', '-');
  }
}
