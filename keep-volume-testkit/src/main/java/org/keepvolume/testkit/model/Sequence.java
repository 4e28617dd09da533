// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import javax.annotation.CheckReturnValue;
import org.keepvolume.TrashPolicy;

/** Steps, and the policy that the volumes are opened with. */
@CheckReturnValue
record Sequence(TrashPolicy policy, List<Step> steps) {
  Sequence with(List<Step> others) {
    return new Sequence(policy, List.copyOf(others));
  }

  /** Returns the Java lines that take the steps again. */
  String java() {
    String lines =
        steps.stream().map(step -> "    " + step).collect(Collectors.joining(",\n", "", ");"));
    String policyLine =
        "new TrashPolicy(" + java(policy.minimumAge()) + ", " + java(policy.lifetime()) + ")";
    return "Walk.replay(\n    fixture,\n    " + policyLine + ",\n" + lines;
  }

  static String java(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds == 0) {
      return "Duration.ZERO";
    }
    if (seconds % 3600 == 0) {
      return "Duration.ofHours(" + seconds / 3600 + ")";
    }
    return seconds % 60 == 0
        ? "Duration.ofMinutes(" + seconds / 60 + ")"
        : "Duration.ofSeconds(" + seconds + ")";
  }
}
