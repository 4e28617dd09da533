// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.BlockHash;
import org.keepvolume.InsufficientReplicasException;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;

/** A store over two mounts answers as the rule says, whatever states they are in. */
class TwoMountsTest {
  private static final Map<String, String> DETAILS =
      Map.of(
          "unavailable",
          "scripted",
          "failure",
          "scripted",
          "full",
          "scripted",
          "not found",
          "not stored here",
          "corrupt",
          "the 7 stored bytes have MD5 " + BlockHash.of(CopyOnDevice.DAMAGED),
          "read-only",
          "the block is there, and the mount does not allow it to be changed");

  static Stream<Arguments> combinations() {
    List<Arguments> all = new ArrayList<>();
    for (StoreCall call : StoreCall.values()) {
      for (MountState first : MountState.values()) {
        for (MountState second : MountState.values()) {
          all.add(Arguments.of(call, first, second));
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0}: {1} / {2}")
  @MethodSource("combinations")
  void answersAsTheRuleSays(StoreCall call, MountState first, MountState second)
      throws IOException {
    TwoMounts.Outcome outcome = new TwoMounts(first, second).make(call);
    assertEquals(TwoMountsRule.expected(first, second, call), outcome.text());
    for (VolumeException e : outcome.failures()) {
      assertEquals(call.operation(), e.operation());
      assertEquals(message(e), e.getMessage());
      if (call.operation() != Operation.WRITE) { // which does not ask those that take none
        assertEquals(1, e.getSuppressed().length, "what the other mount said");
      }
    }
  }

  private static String message(VolumeException e) {
    String about = e.operation() + " " + CopyOnDevice.HASH;
    if (e instanceof InsufficientReplicasException) {
      return about + ": 1 of 2 replicas written";
    }
    return e.volume()
        .map(device -> about + " on " + device + ": " + DETAILS.get(TwoMounts.kind(e)))
        .orElse(about + ": no mounted volume takes writes");
  }

  /** Which mount serves depends on the order, and so does what a write does; never whether. */
  @ParameterizedTest(name = "{0}: {1} / {2}")
  @MethodSource("combinations")
  void theOrderOfMountsDecidesNoFailure(StoreCall call, MountState a, MountState b) {
    String one = TwoMountsRule.expected(a, b, call);
    String other = TwoMountsRule.expected(b, a, call);
    assertEquals(isFailure(one), isFailure(other));
    if (call != StoreCall.WRITE) {
      assertEquals(withoutMounts(one), withoutMounts(other));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "FAILING"})
  @DisplayName("ST-1: not found is told only if both mounts said so")
  void whatCouldNotBeAskedIsNeverNotFound(MountState state) {
    for (StoreCall call : StoreCall.values()) {
      for (MountState other : MountState.values()) {
        assertNotEquals("not found", TwoMountsRule.expected(state, other, call));
      }
    }
  }

  private static boolean isFailure(String outcome) {
    return TwoMountsRule.FAILURES.stream().anyMatch(outcome::startsWith);
  }

  private static Set<String> withoutMounts(String outcome) {
    return Arrays.stream(outcome.split("[:,] "))
        .map(part -> part.replaceAll(" [12+]+$", ""))
        .collect(Collectors.toSet());
  }
}
