// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.keepvolume.BlockLocator;
import org.keepvolume.WriteResult;

/**
 * Counts the replicas that a write has reached, by distinct device, against those wanted (ST-5).
 */
final class Replicas {
  private final WriteOptions wanted;
  private final Set<String> devices = new HashSet<>();
  private final Map<String, Integer> byClass = new TreeMap<>();
  private int total;

  Replicas(WriteOptions wanted) {
    this.wanted = wanted;
  }

  /** Counts a mount that holds the block now. */
  void add(Mount mount) {
    if (!devices.add(mount.volume().deviceId())) {
      return;
    }
    int replication = mount.options().replication();
    total += replication;
    for (String name : mount.options().storageClasses()) {
      int unused = byClass.merge(name, replication, Integer::sum);
    }
  }

  boolean none() {
    return total == 0;
  }

  /** Tells whether there are as many as wanted: in all, or in each class that was named. */
  boolean enough() {
    return wanted.storageClasses().isEmpty()
        ? total >= wanted.replicas()
        : wanted.storageClasses().stream().noneMatch(this::lacks);
  }

  /** Tells whether a copy on the mount would bring the write nearer to what is wanted. */
  boolean wants(Mount mount) {
    return wanted.storageClasses().isEmpty()
        ? total < wanted.replicas()
        : mount.options().storageClasses().stream()
            .anyMatch(name -> wanted.storageClasses().contains(name) && lacks(name));
  }

  private boolean lacks(String storageClass) {
    return byClass.getOrDefault(storageClass, 0) < wanted.replicas();
  }

  /** Returns a copy, to which mounts can be added on trial. */
  Replicas copy() {
    Replicas copy = new Replicas(wanted);
    copy.devices.addAll(devices);
    copy.byClass.putAll(byClass);
    copy.total = total;
    return copy;
  }

  WriteResult result(BlockLocator locator) {
    return new WriteResult(locator, total, byClass);
  }

  /** Returns what was reached and what was wanted, for people. */
  String shortfall() {
    String reached = total + " of " + wanted.replicas() + " replicas written";
    return wanted.storageClasses().isEmpty()
        ? reached
        : reached + ", wanted in each of " + wanted.storageClasses() + ", by class " + byClass;
  }
}
