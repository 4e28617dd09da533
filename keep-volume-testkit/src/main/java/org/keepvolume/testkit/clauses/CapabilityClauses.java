// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static org.keepvolume.testkit.Clause.CP_1;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keepvolume.BlockPrefix;
import org.keepvolume.Capability;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeUnsupportedException;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.Verifies;

/** What a volume declares and what it refuses: CP-1. */
public abstract class CapabilityClauses extends ClauseGroup {
  @Test
  @Verifies(CP_1)
  void capabilitiesAreThoseOfTheFixtureAlways() throws Exception {
    Volume raw = volume();
    requireDeclared(raw, "the backend");
    Volume stack = subject().standard(POLICY);
    requireDeclared(stack, "the opened volume");
    TestBlock block = stored(100);
    for (Operations.Call call : Operations.all(this, raw, block).values()) {
      try {
        var unused = call.result();
      } catch (Exception e) {
        // Other clauses are about that.
      }
    }
    requireDeclared(raw, "the backend, after calls,");
    requireDeclared(subject().open(POLICY), "another volume object");
    requireDeclared(stack, "the opened volume, later,");
  }

  private void requireDeclared(Volume volume, String which) {
    Set<Capability> declared = subject().fixture().capabilities();
    for (int i = 0; i < 2; i++) {
      Set<Capability> claimed = volume.capabilities();
      see(
          declared.equals(claimed),
          "%s claims %s, and the fixture declares %s",
          which,
          claimed,
          declared);
    }
  }

  @Test
  @Verifies(CP_1)
  void capabilitiesAreImmutable() throws Exception {
    for (Volume volume : new Volume[] {volume(), subject().standard(POLICY)}) {
      Set<Capability> claimed = volume.capabilities();
      var unused =
          requireThrown(
              UnsupportedOperationException.class,
              "adding to the set that capabilities returned",
              () -> {
                boolean unusedToo = claimed.add(Capability.WRITE);
              });
    }
  }

  @Test
  @Verifies(CP_1)
  void methodsOfAnAbsentCapabilityRefuseAndChangeNothing() throws Exception {
    TestBlock block = oldBlock(100);
    Volume stack = subject().standard(POLICY);
    Map<String, String> device = raw().snapshot();
    for (Map.Entry<Capability, Map<Operation, Operations.Call>> methods :
        methods(stack, block, block(100)).entrySet()) {
      Capability needed = methods.getKey();
      if (!has(needed)) {
        for (Map.Entry<Operation, Operations.Call> method : methods.getValue().entrySet()) {
          String what = method.getKey() + " without " + needed;
          var refused =
              requireThrown(
                  VolumeUnsupportedException.class, what, () -> method.getValue().result());
          see(
              refused.detail().equals(needed.refusal()) && refused.operation() == method.getKey(),
              "%s is refused with \"%s\"; expected \"%s\" and the operation",
              what,
              refused.getMessage(),
              needed.refusal());
          requireUnchanged(device, what);
        }
      }
    }
  }

  /** Returns the methods that need a capability, called so that they would change something. */
  private static Map<Capability, Map<Operation, Operations.Call>> methods(
      Volume stack, TestBlock stored, TestBlock another) {
    Map<Operation, Operations.Call> write = new LinkedHashMap<>();
    write.put(
        Operation.WRITE,
        () -> {
          stack.write(another.hash(), another.buffer());
          return "success";
        });
    write.put(
        Operation.TOUCH,
        () -> {
          stack.touch(stored.hash());
          return "success";
        });
    Map<Operation, Operations.Call> trash = new LinkedHashMap<>();
    trash.put(Operation.TRASH, () -> stack.trash(stored.hash(), null));
    trash.put(Operation.UNTRASH, () -> stack.untrash(stored.hash()));
    trash.put(
        Operation.INDEX_TRASH,
        () -> {
          stack.indexTrash(BlockPrefix.ALL, (hash, size, deadline) -> true);
          return "success";
        });
    trash.put(Operation.EMPTY_TRASH, stack::emptyTrash);
    Map<Capability, Map<Operation, Operations.Call>> methods = new EnumMap<>(Capability.class);
    methods.put(Capability.WRITE, write);
    methods.put(Capability.TRASH, trash);
    return methods;
  }
}
