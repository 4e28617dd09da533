// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.collect.Maps;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.annotation.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.Capability;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashPolicy;
import org.keepvolume.Volume;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.DeviceFault;
import org.keepvolume.testkit.Evidence;
import org.keepvolume.testkit.RawAccess;
import org.keepvolume.testkit.RawAccess.Injection;
import org.keepvolume.testkit.RecordingSink;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.TimeControl;
import org.keepvolume.testkit.process.OtherProcess;

/**
 * What the tests of every group have in common: the volume, ways to set it up behind its back, and
 * ways to say what was seen.
 *
 * <p>Blocks are put on the device through {@link RawAccess}, so that a test of reading does not
 * fail because of a mistake in writing.
 */
public abstract class ClauseGroup {
  static final Duration MINIMUM_AGE = Duration.ofHours(1);
  static final Duration LIFETIME = Duration.ofHours(10);

  /** What volumes are opened with unless a test says otherwise. */
  static final TrashPolicy POLICY = new TrashPolicy(MINIMUM_AGE, LIFETIME);

  private Subject subject;

  @BeforeEach
  final void prepare(Subject forThisTest) {
    subject = forThisTest;
  }

  final Subject subject() {
    return subject;
  }

  /** Returns the volume under test: the backend itself, in no layer. */
  final Volume volume() throws Exception {
    return subject.volume();
  }

  final RawAccess raw() {
    return subject.raw();
  }

  final TimeControl time() {
    return subject.fixture().time();
  }

  final boolean has(Capability capability) {
    return subject.has(capability);
  }

  /** Returns the present of the clock the volumes were opened with. */
  final Instant now() {
    return time().clock().instant();
  }

  /** Returns a new random block, not stored. */
  final TestBlock block(int size) {
    return subject.block(size);
  }

  /** Returns a new random block that lies on the device, put there behind the volume's back. */
  final TestBlock stored(int size) throws Exception {
    return stored(block(size));
  }

  final TestBlock stored(TestBlock block) throws Exception {
    raw().put(block.hash(), block.bytes());
    return block;
  }

  /** Returns a new random block that is old enough to be trashed. */
  final TestBlock oldBlock(int size) throws Exception {
    TestBlock block = stored(size);
    letPass(enoughToTrash());
    return block;
  }

  /** Returns a new random block that was trashed by the volume under test. */
  final TestBlock trashedBlock(int size) throws Exception {
    TestBlock block = oldBlock(size);
    TrashOutcome outcome = volume().trash(block.hash(), null);
    see(outcome == TrashOutcome.TRASHED, "trash of an old block gave " + outcome);
    return block;
  }

  /** Returns an age at which every block may be trashed. */
  final Duration enoughToTrash() {
    return MINIMUM_AGE.plus(time().trashMargin(MINIMUM_AGE)).plusSeconds(2);
  }

  final void letPass(Duration duration) {
    time().advance(duration);
  }

  /**
   * Leaves a test out where time that passes by the clock makes what is stamped then no younger.
   */
  final void requireStampsOfTheClock() throws Exception {
    TestBlock probe = stored(1);
    boolean settable = time().backdate(probe.hash(), now().truncatedTo(ChronoUnit.SECONDS));
    raw().remove(probe.hash());
    if (!settable) {
      throw new NotApplicable("the fixture's device stamps by arrival");
    }
  }

  /** Moves the clock to a time, be it later or earlier. */
  final void moveTo(Instant time) {
    letPass(Duration.between(now(), time));
  }

  final <T> Background<T> inBackground(String what, Callable<T> call) {
    return subject.inBackground(what, call);
  }

  /** Reads a whole block, and requires what every read must keep. */
  final byte[] read(Volume volume, BlockHash hash) throws Exception {
    RecordingSink sink = RecordingSink.sequential();
    int size = volume.read(hash, sink);
    sink.readEnded();
    byte[] content = sink.content();
    see(sink.mistakes().isEmpty(), "a read of " + hash + ": " + sink.mistakes());
    see(
        size == content.length && sink.complete(),
        "a read of %s returned %s after %s of %s bytes announced were written",
        hash,
        size,
        sink.complete() ? "all" : "not all",
        content.length);
    return content;
  }

  /** Requires that a block reads as exactly these bytes. */
  final void requireContent(Volume volume, BlockHash hash, byte[] expected) throws Exception {
    byte[] content = read(volume, hash);
    int difference = Arrays.mismatch(expected, content);
    see(
        difference < 0,
        "of the %s bytes of %s, %s came; they differ from offset %s on",
        expected.length,
        hash,
        content.length,
        difference);
  }

  final void requireContent(Volume volume, TestBlock block) throws Exception {
    requireContent(volume, block.hash(), block.bytes());
  }

  /** Requires that exactly these bytes lie on the device as a live block, without reading them. */
  final void requireLive(BlockHash hash, byte[] expected) throws Exception {
    @Nullable byte[] content = raw().content(hash).orElse(null);
    see(
        Arrays.equals(content, expected),
        "of the live block %s the device holds %s in place of %s bytes",
        hash,
        content == null
            ? "nothing"
            : content.length == expected.length ? "other bytes" : content.length,
        expected.length);
  }

  /** Requires that a call throws exactly this exception, and returns it. */
  final <E extends Exception> E requireThrown(
      Class<E> expected, String call, Executable executable) {
    try {
      executable.execute();
    } catch (Throwable e) {
      if (expected == e.getClass()) {
        return expected.cast(e);
      }
      throw new Seen(call + " threw " + e + " in place of " + expected.getSimpleName(), e);
    }
    throw new Seen(call + " returned in place of throwing " + expected.getSimpleName(), null);
  }

  final void requireMissing(Volume volume, BlockHash hash) {
    var unused =
        requireThrown(BlockNotFoundException.class, "stat of " + hash, () -> volume.stat(hash));
  }

  /** Requires that nothing on the device differs from an earlier snapshot. */
  final void requireUnchanged(Map<String, String> before, String after) throws Exception {
    Map<String, String> now = raw().snapshot();
    see(now.equals(before), "the device changed after %s: %s", after, Maps.difference(before, now));
  }

  /** Returns what an index lists. */
  static List<BlockInfo> list(Volume volume, BlockPrefix prefix) throws IOException {
    List<BlockInfo> listed = new ArrayList<>();
    volume.index(
        prefix,
        block -> {
          listed.add(block);
          return true;
        });
    return listed;
  }

  /** Fails the test, saying what was seen, unless a condition holds. */
  static void see(boolean condition, String otherwise, Object... arguments) {
    if (!condition) {
      throw new Seen(lenientFormat(otherwise, arguments), null);
    }
  }

  /**
   * Makes the device fail, until the test ends or the injection is closed.
   *
   * @return empty if the fixture cannot, but gave evidence instead, which speaks for the clause
   * @throws Seen if there is no evidence, or evidence against the clause
   */
  final Optional<Injection> inject(DeviceFault fault, Clause clause) throws Exception {
    Optional<Injection> injection = raw().inject(fault);
    if (injection.isPresent()) {
      return Optional.of(subject.closeLater(injection.get()));
    }
    requireEvidence(
        clause,
        "RawAccess.inject(" + fault + ") gives nothing, and VolumeFixture.evidence neither");
    return Optional.empty();
  }

  /** Requires evidence for a clause that no call from this process can show. */
  final void requireEvidence(Clause clause, String otherwise) throws Exception {
    Evidence evidence =
        subject
            .fixture()
            .evidence(clause)
            .orElseThrow(
                () ->
                    new Seen(
                        "nothing: "
                            + otherwise
                            + ". Offer one of them, or waive the clause with a reason",
                        null));
    see(
        evidence.violations().isEmpty(),
        "%s: %s",
        evidence.run(),
        String.join("; ", evidence.violations()));
  }

  /** What a test saw that breaks its clause. */
  static final class Seen extends AssertionError {
    private static final long serialVersionUID = 1L;

    Seen(String seen, @Nullable Throwable cause) {
      super(seen, cause);
    }
  }

  /** Starts another process that uses the device, if the fixture has one; it ends with the test. */
  final Optional<OtherProcess> otherProcess() throws Exception {
    return subject().fixture().otherProcess().map(subject()::closeLater);
  }
}
