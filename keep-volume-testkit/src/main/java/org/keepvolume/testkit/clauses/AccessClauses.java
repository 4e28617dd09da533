// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static org.keepvolume.testkit.Clause.CP_1;
import static org.keepvolume.testkit.Clause.RO_1;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nullable;
import org.junit.jupiter.api.Test;
import org.keepvolume.Access;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.Capability;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeReadOnlyException;
import org.keepvolume.VolumeUnsupportedException;
import org.keepvolume.layer.LayerOptions;
import org.keepvolume.testkit.RecordingSink;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.Verifies;
import org.keepvolume.testkit.fault.FaultScript;
import org.keepvolume.testkit.fault.FaultyVolume;

/** What a mount forbids, and what it leaves: RO-1, and CP-1 of the capabilities it takes away. */
public abstract class AccessClauses extends ClauseGroup {
  private static final int SIZE = 100;

  /** An opened volume with an access, and the calls that come out below it. */
  private record Mounted(Access access, Volume volume, FaultScript below) {
    int callsBelow() {
      return Arrays.stream(Operation.values()).mapToInt(below::calls).sum();
    }
  }

  private Mounted mounted(Access access) throws Exception {
    FaultScript below = new FaultScript();
    LayerOptions options = LayerOptions.defaults().withAccess(access);
    return new Mounted(
        access, subject().standard(POLICY, options, raw -> new FaultyVolume(raw, below)), below);
  }

  @Test
  @Verifies(RO_1)
  void whatTheMountForbidsIsRefusedBeforeAnyCallAndChangesNothing() throws Exception {
    TestBlock live = stored(SIZE);
    TestBlock trashed = has(Capability.TRASH) ? trashedBlock(SIZE) : live;
    letPass(LIFETIME.plus(enoughToTrash())); // a sweep would remove the one, a trash the other
    Map<String, String> device = raw().snapshot();
    for (Access access : Access.values()) {
      Mounted mounted = mounted(access);
      Volume volume = mounted.volume();
      if (!access.allowsWrite() && canBeForbidden(Capability.WRITE)) {
        TestBlock another = block(SIZE);
        requireRefused(
            mounted, device, Operation.WRITE, another.hash(), () -> write(volume, another));
        requireRefused(mounted, device, Operation.TOUCH, live.hash(), () -> touch(volume, live));
      }
      if (!access.allowsTrash() && canBeForbidden(Capability.TRASH)) {
        requireRefused(
            mounted, device, Operation.TRASH, live.hash(), () -> volume.trash(live.hash(), null));
        requireRefused(
            mounted,
            device,
            Operation.UNTRASH,
            trashed.hash(),
            () -> volume.untrash(trashed.hash()));
        requireRefused(mounted, device, Operation.EMPTY_TRASH, null, volume::emptyTrash);
      }
    }
  }

  /** Tells whether a backend has a capability; one that claims another set breaks CP-1. */
  private boolean canBeForbidden(Capability capability) throws Exception {
    return has(capability) && volume().capabilities().contains(capability);
  }

  private void requireRefused(
      Mounted mounted,
      Map<String, String> device,
      Operation operation,
      @Nullable BlockHash hash,
      Operations.Call call)
      throws Exception {
    String what = operation + " on a volume mounted " + mounted.access();
    int before = mounted.callsBelow();
    var refused = requireThrown(VolumeReadOnlyException.class, what, call::result);
    see(
        refused.operation() == operation
            && refused.hash().equals(Optional.ofNullable(hash))
            && refused.volume().equals(Optional.of(mounted.volume().deviceId())),
        "%s is refused with \"%s\"; expected operation, block and volume",
        what,
        refused.getMessage());
    int calls = mounted.callsBelow() - before;
    see(calls == 0, "%s was refused, and %s calls had come to the backend", what, calls);
    requireUnchanged(device, what);
  }

  private static String write(Volume volume, TestBlock block) throws Exception {
    volume.write(block.hash(), block.buffer());
    return "success";
  }

  private static String touch(Volume volume, TestBlock block) throws Exception {
    volume.touch(block.hash());
    return "success";
  }

  @Test
  @Verifies(RO_1)
  void whatTheMountAllowsGoesThrough() throws Exception {
    for (Access access : Access.values()) {
      Mounted mounted = mounted(access);
      Map<String, Operations.Call> calls =
          new LinkedHashMap<>(Operations.all(this, mounted.volume(), oldBlock(SIZE)));
      if (!access.allowsWrite()) {
        calls.keySet().removeAll(Set.of("write", "touch"));
      }
      if (!access.allowsTrash()) {
        calls.keySet().removeAll(Set.of("trash", "untrash", "emptyTrash", "indexTrash"));
      }
      for (Map.Entry<String, Operations.Call> call : calls.entrySet()) {
        int before = mounted.callsBelow();
        String seen = "returned";
        try {
          var unused = call.getValue().result();
        } catch (VolumeUnsupportedException e) {
          continue; // CP-1 speaks of that
        } catch (Exception e) {
          seen = "threw " + e; // what the backend makes of the call is another clause's
        }
        see(
            mounted.callsBelow() == before + 1,
            "%s on a volume mounted %s %s, and %s calls came to the backend in place of one",
            call.getKey(),
            access,
            seen,
            mounted.callsBelow() - before);
      }
    }
  }

  @Test
  @Verifies(RO_1)
  void refusalDoesNotWaitBehindATransfer() throws Exception {
    if (!canBeForbidden(Capability.WRITE) && !canBeForbidden(Capability.TRASH)) {
      throw new NotApplicable("the volume changes nothing that a mount could forbid");
    }
    LayerOptions options =
        LayerOptions.defaults().withAccess(Access.READ_ONLY).withSerialized(true);
    TestBlock block = stored(SIZE);
    Volume volume = subject().standard(POLICY, options, raw -> raw);
    try (Gate gate = new Gate(subject().limit())) {
      Background<Integer> transfer =
          inBackground(
              "a read that goes on",
              () -> volume.read(block.hash(), RecordingSink.sequential().onFirstWrite(gate::pass)));
      see(gate.awaitArrivals(1), "a read on a serialized read-only volume did not begin");
      Background<Object> refused =
          inBackground(
              "a call that is refused",
              () -> has(Capability.WRITE) ? touch(volume, block) : volume.emptyTrash());
      see(refused.awaitEndedOrWaiting(), "a call that the mount forbids waited behind a read");
      var outcome = refused.await(RO_1);
      see(
          outcome.thrown() instanceof VolumeReadOnlyException,
          "on a serialized read-only volume a change gave %s",
          outcome);
      gate.open();
      var unused = transfer.await(RO_1);
    }
  }

  @Test
  @Verifies(CP_1)
  void mountTakesCapabilitiesAwayAndTheirMethodsRefuse() throws Exception {
    Map<String, String> device = raw().snapshot();
    for (Access access : Access.values()) {
      Volume volume = mounted(access).volume();
      Set<Capability> left = EnumSet.noneOf(Capability.class);
      left.addAll(subject().fixture().capabilities());
      if (!access.allowsWrite()) {
        left.remove(Capability.WRITE);
      }
      if (!access.allowsTrash()) {
        left.remove(Capability.TRASH);
      }
      Set<Capability> claimed = volume.capabilities();
      see(
          claimed.equals(left),
          "a volume mounted %s claims %s; expected %s",
          access,
          claimed,
          left);
      if (!access.allowsTrash() && has(Capability.TRASH)) {
        String what = "a listing of the trash of a volume mounted " + access;
        var unused =
            requireThrown(
                VolumeReadOnlyException.class,
                what,
                () -> volume.indexTrash(BlockPrefix.ALL, (hash, size, deadline) -> true));
        requireUnchanged(device, what);
      }
    }
  }
}
