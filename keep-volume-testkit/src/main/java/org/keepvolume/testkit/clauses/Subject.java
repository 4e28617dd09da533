// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.Capability;
import org.keepvolume.TrashPolicy;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.layer.LayerOptions;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.RawAccess;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.TestBlocks;
import org.keepvolume.testkit.VolumeFixture;

/**
 * What one test works on: a fixture, the volumes opened on it, and after the test the look at what
 * they left behind.
 */
public final class Subject {
  /** How the names of the kit's own threads begin. */
  public static final String THREAD_PREFIX = "keepvolume-testkit: ";

  private final VolumeFixture fixture;
  private final RawAccess raw;
  private final BiFunction<Volume, LayerOptions, Volume> layers;
  private final TestBlocks blocks;
  private final Duration limit;
  private final Effort effort;
  private final KitClock clock;
  private final Traces before;
  private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
  private final Deque<Volume> opened = new ArrayDeque<>();
  private final Set<BlockHash> used = new LinkedHashSet<>();
  private final Set<String> residue = new LinkedHashSet<>();
  private @Nullable Volume volume;

  /**
   * Prepares a test.
   *
   * @param fixture the device, closed by {@link #close}
   * @param layers makes the stack that clauses of scope OPENED speak of
   * @param seed where the random blocks begin
   * @param limit how long the test waits for a call that should end
   * @param effort how many rounds it takes
   * @throws Exception if the fixture fails
   */
  public Subject(
      VolumeFixture fixture,
      BiFunction<Volume, LayerOptions, Volume> layers,
      long seed,
      Duration limit,
      Effort effort)
      throws Exception {
    this.fixture = fixture;
    raw = FixtureTrouble.guarded(fixture.raw());
    this.layers = layers;
    this.limit = limit;
    this.effort = effort;
    blocks = new TestBlocks(seed);
    clock = new KitClock(fixture.time().clock());
    before = Traces.now();
  }

  VolumeFixture fixture() {
    return fixture;
  }

  RawAccess raw() {
    return raw;
  }

  KitClock clock() {
    return clock;
  }

  Duration limit() {
    return limit;
  }

  TestBlocks blocks() {
    return blocks;
  }

  int rounds(int normal) {
    return effort.rounds(normal);
  }

  boolean has(Capability capability) {
    return fixture.capabilities().contains(capability);
  }

  /** Returns the volume under test, opened at the first call with {@link ClauseGroup#POLICY}. */
  Volume volume() throws Exception {
    if (volume == null) {
      volume = open(ClauseGroup.POLICY);
    }
    return volume;
  }

  /** Opens another volume object on the device. */
  Volume open(TrashPolicy policy) throws Exception {
    Volume another = fixture.open(context(policy));
    opened.push(another);
    toClose.push(another);
    return another;
  }

  /** Wraps a new volume object in the standard stack. */
  Volume standard(TrashPolicy policy) throws Exception {
    return standard(policy, UnaryOperator.identity());
  }

  /** Wraps a new volume object in a layer of the test's own, and that in the standard stack. */
  Volume standard(TrashPolicy policy, UnaryOperator<Volume> below) throws Exception {
    return standard(policy, LayerOptions.defaults(), below);
  }

  /** The same, the stack having options. */
  Volume standard(TrashPolicy policy, LayerOptions options, UnaryOperator<Volume> below)
      throws Exception {
    Volume stack = layers.apply(below.apply(fixture.open(context(policy))), options);
    toClose.push(stack);
    return stack;
  }

  VolumeContext context(TrashPolicy policy) {
    return VolumeContext.defaults().withClock(clock).withTrashPolicy(policy);
  }

  /** Returns a new random block, whose locks are looked at after the test. */
  TestBlock block(int size) {
    TestBlock block = blocks.random(size);
    used.add(block.hash());
    return block;
  }

  <T> Background<T> inBackground(String what, Callable<T> call) {
    return Background.start(what, limit, call);
  }

  /** Closes something before the volumes when the test has ended. */
  <T extends AutoCloseable> T closeLater(T resource) {
    toClose.push(resource);
    return resource;
  }

  /** Takes what lies there now for the test's own doing. */
  void expectResidue() throws Exception {
    residue.addAll(raw.residue());
  }

  /**
   * Closes what the test opened, the latest first, and looks for what it left behind.
   *
   * @param passed whether the test has passed so far; if not, nothing is looked at
   * @throws Violation if locks, threads, descriptors or residue are left
   * @throws Exception if closing or looking fails
   */
  public void close(boolean passed) throws Exception {
    var unused = clock.cancelAction();
    var unusedFlag = Thread.interrupted();
    try (fixture) {
      try {
        if (passed) {
          requireFreeLocks();
        }
      } finally {
        closeAll(passed);
      }
      if (passed) {
        requireNothingLeft();
      }
    }
  }

  /** Closes the volumes now, and returns when no thread is left that they started. */
  void closeVolumesAndAwaitTheirThreads() throws Exception {
    closeAll(true);
    volume = null;
    opened.clear();
    requireNoTraces();
  }

  /** Closes all, whatever some of them throw. */
  private void closeAll(boolean passed) throws Exception {
    List<String> failed = new ArrayList<>();
    while (!toClose.isEmpty()) {
      AutoCloseable resource = toClose.pop();
      try {
        resource.close();
      } catch (Exception e) {
        failed.add("closing " + resource + " after the test threw " + e);
      }
    }
    if (passed && !failed.isEmpty()) {
      throw new Violation(Clause.LC_2, String.join("; ", failed));
    }
  }

  /** Calls from another thread what needs the locks of the blocks used. */
  private void requireFreeLocks() throws Exception {
    if (opened.isEmpty()) {
      return;
    }
    Volume probed = opened.peek();
    for (BlockHash hash : List.copyOf(used).subList(0, Math.min(used.size(), 8))) {
      Background<Object> probe =
          inBackground(
              "a call about " + hash + " from another thread after the test",
              () -> {
                lookAt(probed, hash);
                return hash;
              });
      var unused = probe.await(Clause.LC_3);
    }
    List<String> held = raw.heldLocks();
    if (!held.isEmpty()) {
      throw new Violation(Clause.LC_3, "still held after the test: " + String.join(", ", held));
    }
  }

  private void lookAt(Volume probed, BlockHash hash) {
    try {
      if (has(Capability.WRITE)) {
        probed.touch(hash);
      } else {
        var unused = probed.stat(hash);
      }
    } catch (VolumeException e) {
      // Missing, or whatever the test has made of it: the call ended.
    }
  }

  private void requireNothingLeft() throws Exception {
    List<String> left = raw.residue().stream().filter(r -> !residue.contains(r)).toList();
    if (!left.isEmpty()) {
      throw new Violation(Clause.WR_3, "left behind after the test: " + String.join(", ", left));
    }
    if (!fixture.endsAfterCollection()) {
      requireNoTraces();
    }
  }

  private void requireNoTraces() throws Exception {
    long end = System.nanoTime() + limit.dividedBy(4).toNanos();
    List<String> traces =
        before.left(fixture.processWideThreads(), () -> System.nanoTime() - end < 0);
    if (!traces.isEmpty()) {
      throw new Violation(Clause.LC_5, "still there after close: " + String.join(", ", traces));
    }
  }
}
