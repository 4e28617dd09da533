// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.memory;

import static com.google.common.base.Preconditions.checkArgument;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.testkit.DeviceFault;

/**
 * What several {@link InMemoryVolume}s share: the maps they keep blocks in, and one permit to
 * change them.
 */
public final class MemoryDevice {
  /** How long a call waits for the permit unless a fault says otherwise. */
  static final Duration LIMIT = Duration.ofSeconds(10);

  private static final Duration SHORT_LIMIT = Duration.ofMillis(20);

  /** What is stored under a name; {@code kind} is null for a plain object. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Stored(byte[] content, long size, Instant mtime, @Nullable String kind) {
    static Stored plain(byte[] content, Instant mtime) {
      return new Stored(content, content.length, mtime, null);
    }

    Stored withMtime(Instant time) {
      return new Stored(content, size, time, kind);
    }

    @Override
    public String toString() {
      return size + " bytes " + Arrays.hashCode(content) + " of " + mtime + ' ' + kind;
    }
  }

  /** Names a trashed copy; one block may have several, with different deadlines. */
  record Trashed(BlockHash hash, Instant deadline) {}

  final Map<BlockHash, Stored> live = new ConcurrentHashMap<>();
  final Map<Trashed, Stored> trash = new ConcurrentHashMap<>();

  /** Blocks being written, under a name of their own each. */
  final Map<String, Stored> unfinished = new ConcurrentHashMap<>();

  /** What others keep here. */
  final Map<String, String> foreign = new ConcurrentHashMap<>();

  /** Held while a call looks and changes; belongs to no thread, so that a fault can hold it. */
  final Semaphore permit = new Semaphore(1, true);

  private final String id;
  private final Set<DeviceFault> armed = EnumSet.noneOf(DeviceFault.class);
  private volatile boolean removed;
  private volatile long capacity = Long.MAX_VALUE;

  /**
   * Makes an empty device.
   *
   * @param id its name, which becomes the device id of its volumes; not blank
   * @throws IllegalArgumentException if the name is blank
   */
  public MemoryDevice(String id) {
    checkArgument(!id.isBlank(), "a device needs a name");
    this.id = id;
  }

  /**
   * Returns the device's name.
   *
   * @return the name given when it was made
   */
  public String id() {
    return id;
  }

  /** Takes the device away for ever: no volume can be opened on it any more. */
  public void remove() {
    removed = true;
    live.clear();
    trash.clear();
    unfinished.clear();
    foreign.clear();
  }

  boolean exists() {
    return !removed;
  }

  /** Arms a fault: it strikes once, or for FULL and STALLED until it is disarmed. */
  void arm(DeviceFault fault) throws InterruptedException {
    synchronized (armed) {
      armed.add(fault);
    }
    if (fault == DeviceFault.FULL) {
      capacity = used();
    } else if (fault == DeviceFault.STALLED) {
      permit.acquire();
    }
  }

  void disarm(DeviceFault fault) {
    synchronized (armed) {
      if (armed.remove(fault) && fault == DeviceFault.STALLED) {
        permit.release();
      }
    }
    if (fault == DeviceFault.FULL) {
      capacity = Long.MAX_VALUE;
    }
  }

  /** Returns whether a fault that strikes once strikes now. */
  boolean strikes(DeviceFault fault) {
    synchronized (armed) {
      return armed.remove(fault);
    }
  }

  Duration limit() {
    synchronized (armed) {
      return armed.contains(DeviceFault.STALLED) ? SHORT_LIMIT : LIMIT;
    }
  }

  long used() {
    return bytes(live) + bytes(trash);
  }

  long free() {
    return Math.max(0, capacity - used());
  }

  private static long bytes(Map<?, Stored> objects) {
    return objects.values().stream().mapToLong(Stored::size).sum();
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return id;
  }
}
