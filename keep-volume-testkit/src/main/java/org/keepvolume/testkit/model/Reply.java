// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import java.io.IOException;
import javax.annotation.CheckReturnValue;
import javax.annotation.Nullable;
import org.keepvolume.BlockCollisionException;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Volume;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeUnavailableException;

/**
 * What a call answered.
 *
 * @param kind what kind of answer
 * @param value what it returned
 * @param thrown what it threw
 * @param when when it was made
 * @param disturbance what was done to it
 */
@CheckReturnValue
record Reply(
    Kind kind,
    @Nullable Object value,
    @Nullable Exception thrown,
    When when,
    Disturbance disturbance) {
  /** Kinds of answers. */
  enum Kind {
    /** It returned. */
    DONE,
    /** Not found. */
    MISSING,
    /** Unavailable or failed. */
    ENDED,
    CANCELLED,
    /** The bytes are refused. */
    REFUSED,
    /** An exception that says none of these. */
    WRONG
  }

  /** A call on a volume. */
  @FunctionalInterface
  interface Call {
    Object on(Volume volume) throws IOException;
  }

  static Kind kind(Exception thrown) {
    if (thrown instanceof BlockNotFoundException) {
      return Kind.MISSING;
    }
    if (thrown instanceof CallCancelledException) {
      return Kind.CANCELLED;
    }
    if (thrown instanceof VolumeUnavailableException || thrown instanceof VolumeFailureException) {
      return Kind.ENDED;
    }
    return thrown instanceof BlockCollisionException || thrown instanceof BlockCorruptException
        ? Kind.REFUSED
        : Kind.WRONG;
  }

  boolean done() {
    return kind == Kind.DONE;
  }

  <T> T value(Class<T> type) {
    return type.cast(value);
  }

  /** Returns what was returned or thrown, in words. */
  @Override
  public String toString() {
    String answer = thrown == null ? "returned " + value : "threw " + thrown;
    return switch (disturbance) {
      case NONE -> answer;
      case FAULT -> "made to fail, " + answer;
      case ANSWER_LOST -> "made to fail below or afterwards, " + answer;
      case CANCEL -> "called by an interrupted thread, " + answer;
    };
  }
}
