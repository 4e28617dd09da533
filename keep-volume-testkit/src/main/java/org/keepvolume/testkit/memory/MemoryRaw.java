// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.memory;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.keepvolume.BlockHash;
import org.keepvolume.testkit.DeviceFault;
import org.keepvolume.testkit.RawAccess;
import org.keepvolume.testkit.memory.MemoryDevice.Stored;
import org.keepvolume.testkit.memory.MemoryDevice.Trashed;

/** The maps of a memory device, behind the back of its volumes. */
public class MemoryRaw implements RawAccess {
  private final MemoryDevice device;
  private final InstantSource clock;
  private final Set<String> locks = ConcurrentHashMap.newKeySet();

  /**
   * Makes the way to a device.
   *
   * @param device the device
   * @param clock what is put there is of its present
   */
  public MemoryRaw(MemoryDevice device, InstantSource clock) {
    this.device = device;
    this.clock = clock;
  }

  @Override
  public void put(BlockHash hash, byte[] content) {
    device.live.put(hash, Stored.plain(content.clone(), clock.instant()));
  }

  @Override
  public Optional<byte[]> content(BlockHash hash) {
    return Optional.ofNullable(device.live.get(hash)).map(Stored::content);
  }

  @Override
  public void remove(BlockHash hash) {
    device.live.remove(hash);
  }

  @Override
  public boolean putOversized(BlockHash hash, long size) {
    device.live.put(hash, new Stored(new byte[0], size, clock.instant(), null));
    return true;
  }

  @Override
  public List<SpecialObject> specialObjects() {
    return List.of(special("directory"), special("link"));
  }

  private SpecialObject special(String kind) {
    return new SpecialObject(
        kind, hash -> device.live.put(hash, new Stored(new byte[0], 0, clock.instant(), kind)));
  }

  @Override
  public List<String> putForeign() {
    String name = "D41D8CD98F00B204E9800998ECF8427E";
    device.foreign.put(name, "of somebody else");
    return List.of("foreign " + name);
  }

  @Override
  public boolean putResidue(BlockHash hash, Instant since) {
    device.unfinished.put(
        "unfinished " + hash + " of a dead writer", Stored.plain(new byte[7], since));
    return true;
  }

  /**
   * Leaves something behind under a name of its own.
   *
   * @param name the name
   */
  public void leaveBehind(String name) {
    device.unfinished.put("unfinished " + name, Stored.plain(new byte[7], clock.instant()));
  }

  /**
   * Removes what was left behind before a time, and returns how many that are.
   *
   * @param before what is older goes
   * @return how many were removed
   */
  public long removeResidue(Instant before) {
    List<String> old =
        device.unfinished.entrySet().stream()
            .filter(entry -> entry.getValue().mtime().isBefore(before))
            .map(Map.Entry::getKey)
            .toList();
    old.forEach(device.unfinished::remove);
    return old.size();
  }

  @Override
  public List<String> residue() {
    return List.copyOf(device.unfinished.keySet());
  }

  @Override
  public Map<String, String> snapshot() {
    Map<String, String> all = new TreeMap<>();
    device.live.forEach((hash, stored) -> all.put("live " + hash, stored.toString()));
    device.trash.forEach((copy, stored) -> all.put(copy.toString(), stored.toString()));
    device.unfinished.forEach((name, stored) -> all.put(name, stored.toString()));
    device.foreign.forEach((name, content) -> all.put("foreign " + name, content));
    return all;
  }

  /**
   * Takes a lock that nobody gives back.
   *
   * @param name the name
   */
  public void holdLock(String name) {
    boolean unused = locks.add(name);
  }

  @Override
  public List<String> heldLocks() {
    return List.copyOf(locks);
  }

  @Override
  public Optional<Injection> inject(DeviceFault fault) throws InterruptedException {
    device.arm(fault);
    return Optional.of(() -> device.disarm(fault));
  }

  /**
   * Changes a live block's mtime.
   *
   * @param hash the block
   * @param mtime the new mtime
   */
  public void setMtime(BlockHash hash, Instant mtime) {
    device.live.computeIfPresent(hash, (key, stored) -> stored.withMtime(mtime));
  }

  /**
   * Returns a live block's mtime, if it is there.
   *
   * @param hash the block
   * @return the mtime; empty if there is no live block
   */
  public Optional<Instant> mtime(BlockHash hash) {
    return Optional.ofNullable(device.live.get(hash)).map(Stored::mtime);
  }

  /**
   * Puts a trashed copy.
   *
   * @param hash the block
   * @param content the bytes
   * @param deadline the deadline of the copy
   */
  public void putTrash(BlockHash hash, byte[] content, Instant deadline) {
    device.trash.put(new Trashed(hash, deadline), Stored.plain(content, clock.instant()));
  }

  /**
   * Returns the deadlines of a block's trashed copies.
   *
   * @param hash the block
   * @return the deadlines, in their order
   */
  public List<Instant> deadlines(BlockHash hash) {
    return device.trash.keySet().stream()
        .filter(copy -> copy.hash().equals(hash))
        .map(Trashed::deadline)
        .sorted()
        .toList();
  }

  /**
   * Returns the deadlines that are past of the blocks that have any.
   *
   * @return the deadlines of each block
   */
  public Map<BlockHash, List<Instant>> expired() {
    return device.trash.keySet().stream()
        .filter(copy -> !copy.deadline().isAfter(clock.instant()))
        .collect(groupingBy(Trashed::hash, mapping(Trashed::deadline, toList())));
  }

  /**
   * Returns the live blocks that are older than an age.
   *
   * @param age the age
   * @return the blocks, in no order
   */
  public List<BlockHash> olderThan(Duration age) {
    return device.live.entrySet().stream()
        .filter(entry -> entry.getValue().mtime().plus(age).isBefore(clock.instant()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * Returns the bytes of a trashed copy.
   *
   * @param hash the block
   * @param deadline the deadline of the copy
   * @return the bytes
   */
  public byte[] trashedContent(BlockHash hash, Instant deadline) {
    return device.trash.get(new Trashed(hash, deadline)).content();
  }

  /**
   * Returns the mtime that a trashed copy had as a live block.
   *
   * @param hash the block
   * @param deadline the deadline of the copy
   * @return the mtime
   */
  public Instant trashedMtime(BlockHash hash, Instant deadline) {
    return device.trash.get(new Trashed(hash, deadline)).mtime();
  }

  /**
   * Removes a trashed copy.
   *
   * @param hash the block
   * @param deadline the deadline of the copy
   */
  public void removeTrash(BlockHash hash, Instant deadline) {
    device.trash.remove(new Trashed(hash, deadline));
  }

  /**
   * Returns the names that others use here.
   *
   * @return the names, in no order
   */
  public List<String> foreignNames() {
    return List.copyOf(device.foreign.keySet());
  }

  /**
   * Returns the names under which there is something of a kind, and no plain object.
   *
   * @param kind the kind, as in {@link #specialObjects}
   * @return the names, in no order
   */
  public List<BlockHash> ofKind(String kind) {
    return device.live.entrySet().stream()
        .filter(entry -> kind.equals(entry.getValue().kind()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Removes everything of others. */
  public void removeForeign() {
    device.foreign.clear();
  }
}
