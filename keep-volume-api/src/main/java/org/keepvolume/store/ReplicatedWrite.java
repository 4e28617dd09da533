// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keepvolume.BlockCollisionException;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockLocator;
import org.keepvolume.CallCancelledException;
import org.keepvolume.InsufficientReplicasException;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeReadOnlyException;
import org.keepvolume.WriteResult;
import org.keepvolume.observe.StoreObserver;

/**
 * One block on its way to as many mounts as are wanted: those that have it are found first, and
 * touched or mended, then others are written, several at once where there is an executor (ST-5).
 */
final class ReplicatedWrite {
  private final MountCalls calls;
  private final MountWriter writer;
  private final StoreObserver observer;
  private final BlockHash hash;
  private final ByteBuffer data;
  private final Replicas replicas;

  private final List<Mount> missing = new ArrayList<>();
  private final Map<Mount, VolumeException> failures = new LinkedHashMap<>();

  /** Mounts of which the observer knows that they failed. */
  private final Set<Mount> told = new HashSet<>();

  ReplicatedWrite(
      MountCalls calls,
      MountWriter writer,
      StoreObserver observer,
      BlockHash hash,
      ByteBuffer data,
      WriteOptions wanted) {
    this.calls = calls;
    this.writer = writer;
    this.observer = observer;
    this.hash = hash;
    this.data = data;
    replicas = new Replicas(wanted);
  }

  /** Writes to the mounts, in their order. */
  WriteResult to(List<Mount> mounts) throws VolumeException {
    List<Mount> writable = mounts.stream().filter(Mount::takesWrites).toList();
    if (writable.isEmpty()) {
      throw new VolumeReadOnlyException(
          Operation.WRITE, hash, null, "no mounted volume takes writes", null);
    }
    List<Mount> silent =
        onEach(writable, mount -> writer.keep(mount, hash, data.duplicate()), writable.size() > 1);
    // A mount that could not tell what it has will hardly take a block: it comes last.
    List<Mount> unwritten = new ArrayList<>(missing);
    unwritten.addAll(silent);
    List<Mount> unused =
        onEach(
            unwritten,
            mount ->
                silent.contains(mount)
                    ? writer.keepOrWrite(mount, hash, data.duplicate())
                    : writer.write(mount, hash, data.duplicate()),
            false);
    return result();
  }

  /**
   * Does something on one mount after the other until there are replicas enough. Each gets a buffer
   * of its own, whose position a volume may move until it ends (WR-7).
   *
   * @param another whether other mounts are tried after the last of these
   * @return the mounts that failed
   */
  private List<Mount> onEach(
      List<Mount> mounts, MountCalls.OnMount<Boolean> action, boolean another)
      throws VolumeException {
    List<Mount> failed = new ArrayList<>();
    Deque<Mount> left = new ArrayDeque<>(mounts);
    for (List<Mount> some = next(left); !some.isEmpty(); some = next(left)) {
      for (Attempt<Boolean> attempt : calls.onAll(some, Operation.WRITE, hash, action)) {
        Mount mount = attempt.mount();
        try {
          note(mount, attempt.get());
        } catch (CallCancelledException | BlockCollisionException e) {
          throw e;
        } catch (VolumeException e) {
          failed.add(mount);
          fail(mount, e, another || !left.isEmpty());
        }
      }
    }
    return failed;
  }

  /** Takes from the queue as many mounts as could be enough, or one if there is one thread. */
  private List<Mount> next(Deque<Mount> left) {
    List<Mount> taken = new ArrayList<>();
    List<Mount> unwanted = new ArrayList<>();
    Replicas hoped = replicas.copy();
    while (!left.isEmpty() && !hoped.enough() && (taken.isEmpty() || calls.parallel())) {
      Mount mount = left.removeFirst();
      if (hoped.wants(mount)) {
        taken.add(mount);
        hoped.add(mount);
      } else {
        unwanted.add(mount);
      }
    }
    for (int i = unwanted.size() - 1; i >= 0; i--) {
      left.addFirst(unwanted.get(i)); // for the case that one of those taken fails
    }
    return taken;
  }

  private void note(Mount mount, boolean holds) {
    if (holds) {
      replicas.add(mount);
      VolumeException untold = failures.remove(mount);
      if (untold != null && !told.contains(mount)) {
        tell(mount, untold); // a second look, or a write, did what the first look could not
      }
    } else {
      missing.add(mount);
    }
  }

  private void fail(Mount mount, VolumeException failure, boolean another) {
    VolumeException earlier = failures.put(mount, failure);
    if (earlier != null && earlier != failure) {
      failure.addSuppressed(earlier);
    }
    if (another) {
      told.add(mount);
      tell(mount, failure);
    }
  }

  private void tell(Mount mount, VolumeException failure) {
    observer.fellBack(Operation.WRITE, hash, mount.volume().deviceId(), failure);
  }

  private WriteResult result() throws VolumeException {
    WriteResult reached = replicas.result(BlockLocator.of(hash, data.remaining()));
    if (replicas.enough()) {
      return reached;
    }
    MountFailures<VolumeException> all = new MountFailures<>();
    failures.values().forEach(all::add);
    if (replicas.none() && !all.isEmpty()) {
      throw all.mostTelling();
    }
    throw new InsufficientReplicasException(
        hash, replicas.shortfall(), reached, all.isEmpty() ? null : all.mostTelling());
  }
}
