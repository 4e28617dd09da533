// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.race;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.posix.PosixVolume;
import org.keepvolume.posix.RaceVolumes.Variant;
import org.keepvolume.posix.process.ChildJvm;
import org.keepvolume.posix.process.Seeds;
import org.keepvolume.posix.process.TestBlock;

/**
 * Two calls at once on one block end as if one had come after the other: within a volume object,
 * between two, and between two processes.
 *
 * <p>More rounds than the 75 of each: {@code -Dkeepvolume.posix.litmus.rounds=500}.
 */
class LitmusTest {
  private static final System.Logger LOG = System.getLogger(LitmusTest.class.getName());
  private static final int ROUNDS = Integer.getInteger("keepvolume.posix.litmus.rounds", 75);

  /** How often what broken volumes do together is tried, which few rounds show. */
  private static final int MANY = 50_000;

  private final long seed = Seeds.next();
  private final RaceBlocks blocks = new RaceBlocks(seed);
  private final TestBlock block = blocks.all().get(LitmusSide.BLOCK);
  private final ExecutorService thread = Executors.newSingleThreadExecutor();

  @TempDir Path root;
  @TempDir Path scratch;

  private final List<PosixVolume> opened = new ArrayList<>();

  @AfterEach
  void end() throws IOException {
    thread.shutdownNow();
    for (PosixVolume volume : opened) {
      volume.close();
    }
  }

  private List<PosixVolume> open(Variant variant) throws IOException {
    List<PosixVolume> volumes = LitmusSide.open(root, variant);
    opened.addAll(volumes);
    return volumes;
  }

  @ParameterizedTest
  @EnumSource
  void withinAVolumeObject(LitmusPair pair) throws Exception {
    var volumes = open(Variant.WHOLE);
    betweenThreads(pair, volumes, volumes);
  }

  @ParameterizedTest
  @EnumSource
  void betweenVolumeObjects(LitmusPair pair) throws Exception {
    betweenThreads(pair, open(Variant.WHOLE), open(Variant.WHOLE));
  }

  private void betweenThreads(LitmusPair pair, List<PosixVolume> here, List<PosixVolume> there)
      throws IOException, InterruptedException, ExecutionException {
    LitmusSide follower = new LitmusSide(scratch.resolve("gate"), there, blocks, seed + 1);
    Future<?> followed = thread.submit(() -> follower.follow(pair.other, ROUNDS));
    lead(pair, leader(here));
    assertEquals(null, followed.get());
  }

  @Test
  void betweenProcesses() throws Exception {
    try (ChildJvm child = follower(Variant.WHOLE)) {
      LitmusSide leader = leader(open(Variant.WHOLE));
      for (LitmusPair pair : LitmusPair.values()) {
        child.send(pair.other + "\t" + ROUNDS);
        lead(pair, leader);
      }
      child.finish();
    }
  }

  /** The second net alone would put the block back: only who reads all the time sees it blink. */
  @Test
  void withoutLocksBetweenProcessesATouchIsInVain() throws Exception {
    Variant variant = Variant.NO_FILE_LOCKS_NO_SECOND_LOOK;
    try (ChildJvm child = follower(variant)) {
      LitmusSide leader = leader(open(variant));
      child.send(LitmusPair.TOUCH_TRASH.other + "\t" + MANY);
      for (int round = 0; round < MANY; round++) {
        Round seen = round(LitmusPair.TOUCH_TRASH, leader, round);
        if (!seen.allowed()) {
          LOG.log(System.Logger.Level.INFO, "{0}: {1} rounds, {2}", variant, round, seen.what());
          return;
        }
      }
    }
    throw new AssertionError("nothing went wrong");
  }

  private ChildJvm follower(Variant variant) throws IOException {
    return ChildJvm.start(
        List.of(),
        LitmusMain.class,
        root.toString(),
        scratch.resolve("gate").toString(),
        Long.toString(seed),
        variant.name());
  }

  private LitmusSide leader(List<PosixVolume> volumes) throws IOException {
    return new LitmusSide(scratch.resolve("gate"), volumes, blocks, seed);
  }

  private void lead(LitmusPair pair, LitmusSide leader) throws IOException {
    Map<String, Integer> seen = new TreeMap<>();
    for (int i = 0; i < ROUNDS; i++) {
      Round round = round(pair, leader, i);
      assertTrue(round.allowed(), () -> round.what() + "; before, " + seen);
      int unused = seen.merge(round.what(), 1, Integer::sum);
    }
    LOG.log(System.Logger.Level.INFO, "{0}: {1}", pair, seen);
  }

  /** What happened, and whether it may. */
  private record Round(String what, boolean allowed) {}

  /** Makes one call while the other side makes the other, and looks at what both have done. */
  private Round round(LitmusPair pair, LitmusSide leader, int number) throws IOException {
    prepare(pair.start);
    RaceCall.Answer one = leader.call(pair.one, number);
    leader.meet();
    Outcome other = leader.followersOutcome();
    boolean swept = pair.other == Deed.SWEEP && leader.followersNumber() > 0;
    RaceCall.Answer read = leader.make(Deed.READ, number);
    boolean readable = read.outcome() == Outcome.OK;
    boolean whole =
        Stream.of(one, read)
            .map(RaceCall.Answer::text)
            .allMatch(text -> text.isEmpty() || text.equals(block.hash().toString()));
    String text = one.outcome() == Outcome.FAILED ? " " + one.text() : "";
    return new Round(
        one.outcome()
            + text
            + " and "
            + other
            + (swept ? ", swept" : "")
            + ", then "
            + read.outcome()
            + (whole ? "" : ", not whole"),
        whole && pair.allows(one.outcome(), other, swept, readable));
  }

  private void prepare(LitmusPair.Start start) throws IOException {
    Path file = block.file(root);
    Files.createDirectories(file.getParent());
    try (Stream<Path> old = Files.list(file.getParent())) {
      for (Path each : (Iterable<Path>) old::iterator) {
        Files.delete(each);
      }
    }
    Path path =
        start == LitmusPair.Start.LIVE
            ? file
            : Path.of(file + ".trash." + (LitmusSide.NOW.getEpochSecond() - 1));
    Files.write(path, blocks.content(LitmusSide.BLOCK));
    Files.setLastModifiedTime(path, FileTime.from(LitmusSide.NOW.minus(Duration.ofHours(2))));
  }
}
