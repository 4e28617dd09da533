// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.keepvolume.testkit.store.CopyOnDevice.BLOCK;
import static org.keepvolume.testkit.store.CopyOnDevice.HASH;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.InsufficientReplicasException;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFullException;
import org.keepvolume.VolumeReadOnlyException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.WriteResult;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.MountResult;
import org.keepvolume.store.WriteOptions;
import org.keepvolume.testkit.TestVolumes;
import org.keepvolume.testkit.fault.FaultScript;
import org.keepvolume.testkit.fault.FaultyVolume;

/** A store over two mounts in given states, the first of which is asked first. */
final class TwoMounts {
  private static final List<String> DEVICES = List.of("fake:1", "fake:2");

  private final List<MountState> states;
  private final List<Volume> devices =
      List.of(
          TestVolumes.newVolume(DEVICES.get(0)), TestVolumes.newVolume(DEVICES.get(1), 1_000_000));
  private final List<FaultScript> faults = List.of(new FaultScript(), new FaultScript());
  private final BlockStore store;

  TwoMounts(MountState first, MountState second) throws VolumeException {
    states = List.of(first, second);
    var builder = BlockStore.builder();
    for (int i = 0; i < states.size(); i++) {
      states.get(i).prepare(devices.get(i), BLOCK, CopyOnDevice.DAMAGED);
      builder.mount(
          new FaultyVolume(devices.get(i), faults.get(i)),
          states.get(i).options().withPriority(-i));
    }
    store = builder.build();
    for (int i = 0; i < states.size(); i++) {
      states.get(i).script(faults.get(i));
    }
  }

  /**
   * What came of one call: the words of {@link TwoMountsRule}, and what was thrown, if anything.
   */
  record Outcome(String text, List<VolumeException> failures) {}

  /** Makes a call, and checks that the devices are as the answer says. */
  Outcome make(StoreCall call) throws IOException {
    List<CopyOnDevice> before = copies();
    List<VolumeException> failures = new ArrayList<>();
    String text;
    try {
      text = answer(call, before);
    } catch (VolumeException e) {
      failures.add(e);
      text = e instanceof InsufficientReplicasException some ? words(some, before) : words(e);
    }
    boolean changing = text.matches("(1 of 2: )?(touched|mended|written|trashed|restored|live).*");
    assertEquals(changing ? changesIn(text) : "", changes(before), "changes on the devices");
    return new Outcome(text, failures);
  }

  private String answer(StoreCall call, List<CopyOnDevice> before) throws IOException {
    switch (call) {
      case READ -> {
        assertArrayEquals(BLOCK, store.read(HASH));
        return "block";
      }
      case STAT -> {
        BlockInfo info = store.stat(HASH);
        int from = info.mtime().equals(before.get(0).mtime()) ? 1 : 2;
        assertEquals(devices.get(from - 1).stat(HASH), info);
        return "size " + from;
      }
      case WRITE, WRITE_TWO_REPLICAS -> {
        int replicas = call == StoreCall.WRITE ? 1 : 2;
        WriteOptions options = WriteOptions.defaults().withReplicas(replicas);
        assertReached(replicas, store.write(ByteBuffer.wrap(BLOCK), options));
        return changes(before);
      }
      case TOUCH -> {
        return words(store.touch(HASH));
      }
      case TRASH -> {
        return words(store.trash(HASH, null));
      }
      case UNTRASH -> {
        return words(store.untrash(HASH));
      }
    }
    throw new AssertionError(call);
  }

  private static void assertReached(int replicas, WriteResult result) {
    assertEquals(HASH + "+" + BLOCK.length + " x " + replicas, result.toString());
    assertEquals(Map.of("default", replicas), result.storageClasses());
  }

  private List<CopyOnDevice> copies() throws IOException {
    return List.of(CopyOnDevice.of(devices.get(0)), CopyOnDevice.of(devices.get(1)));
  }

  private String changes(List<CopyOnDevice> before) throws IOException {
    Map<String, String> mounts = new LinkedHashMap<>();
    List<CopyOnDevice> after = copies();
    for (int i = 0; i < before.size(); i++) {
      String change = before.get(i).changeTo(after.get(i));
      if (!change.isEmpty()) {
        mounts.merge(change, Integer.toString(i + 1), (some, more) -> some + "+" + more);
      }
    }
    return text(mounts);
  }

  private static String text(Map<String, String> mounts) {
    List<String> parts = new ArrayList<>();
    mounts.forEach((what, where) -> parts.add(what + " " + where));
    return String.join(", ", parts);
  }

  /** A mount on which the block was live already has not changed. */
  private static String changesIn(String text) {
    return text.replace("1 of 2: ", "").replaceAll("live [12+]+(, )?", "").replaceAll(", $", "");
  }

  /**
   * Returns the answers of several mounts in words; those that did not do as asked must say why.
   */
  private <T> String words(List<MountResult<T>> results) {
    List<String> allowed = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      if (!states.get(i).readOnly()) {
        allowed.add(DEVICES.get(i));
      }
    }
    assertEquals(
        allowed, results.stream().map(result -> result.mount().volume().deviceId()).toList());
    Map<String, String> mounts = new LinkedHashMap<>();
    for (MountResult<T> result : results) {
      int number = 1 + DEVICES.indexOf(result.mount().volume().deviceId());
      if (result.value().isPresent()) {
        String value = result.value().get().toString().toLowerCase(Locale.ROOT);
        mounts.merge(
            value.replace("already_", ""),
            Integer.toString(number),
            (some, more) -> some + "+" + more);
      } else {
        VolumeException why = result.failure().orElseThrow();
        assertEquals(
            TwoMountsRule.alone(states.get(number - 1), why.operation()), kind(why), why::toString);
      }
    }
    return text(mounts);
  }

  private String words(InsufficientReplicasException e, List<CopyOnDevice> before)
      throws IOException {
    assertReached(1, e.result().orElseThrow());
    return "1 of 2: " + changes(before);
  }

  private static String words(VolumeException e) {
    if (e instanceof BlockNotFoundException) {
      return kind(e); // it is told of all mounts, whichever one it names
    }
    return kind(e) + e.volume().map(device -> " " + (1 + DEVICES.indexOf(device))).orElse("");
  }

  static String kind(VolumeException e) {
    if (e instanceof VolumeUnavailableException) {
      return "unavailable";
    } else if (e instanceof BlockCorruptException) {
      return "corrupt";
    } else if (e instanceof VolumeFullException) {
      return "full";
    } else if (e instanceof VolumeReadOnlyException) {
      return "read-only";
    } else {
      return e instanceof BlockNotFoundException ? "not found" : "failure";
    }
  }
}
