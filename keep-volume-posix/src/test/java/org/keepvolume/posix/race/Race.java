// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockPrefix;
import org.keepvolume.TrashPolicy;
import org.keepvolume.VolumeContext;
import org.keepvolume.posix.PosixVolume;
import org.keepvolume.posix.RaceVolumes;

/** Several processes on one volume, and what they did to it. */
final class Race implements AutoCloseable {
  private final RaceSetup setup;
  private final Path scratch;
  private final RaceBlocks blocks;
  private final SharedClock clock;
  private final List<RaceProcess> processes = new ArrayList<>();

  /**
   * Starts the processes.
   *
   * @param launcher gives the command before {@code java} of each
   */
  Race(Path scratch, RaceSetup setup, IntFunction<List<String>> launcher) throws IOException {
    this.scratch = scratch;
    this.setup = setup;
    Files.createDirectories(setup.root());
    blocks = new RaceBlocks(setup.seed());
    clock = SharedClock.open(setup.clock());
    try {
      for (int i = 0; i < setup.processes(); i++) {
        processes.add(RaceProcess.start(launcher.apply(i), setup, i));
      }
      for (RaceProcess process : processes) {
        process.shakeHands();
      }
    } catch (IOException | RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  RaceBlocks blocks() {
    return blocks;
  }

  /** Lets them run until the clock has jumped so often. */
  History run(int epochs) throws IOException {
    History history = new History();
    long lastEpoch = clock.epoch() + epochs;
    List<Path> files = new ArrayList<>();
    for (RaceProcess process : processes) {
      files.add(scratch.resolve("events-" + files.size()));
      process.startRace(lastEpoch, files.get(files.size() - 1));
    }
    for (RaceProcess process : processes) {
      process.finishRace();
    }
    for (Path file : files) {
      history.addAll(file);
    }
    lookAtTheEnd(history);
    return history;
  }

  /** Sweeps, which must leave live blocks alone, and reads all. */
  private void lookAtTheEnd(History history) throws IOException {
    TrashPolicy policy = new TrashPolicy(SharedClock.MINIMUM_AGE, SharedClock.LIFETIME);
    VolumeContext context = VolumeContext.defaults().withClock(clock).withTrashPolicy(policy);
    try (PosixVolume volume = RaceVolumes.open(RaceVolumes.Variant.WHOLE, setup.root(), context)) {
      Map<String, BlockInfo> before = live(volume);
      var unused = volume.emptyTrash();
      Map<String, BlockInfo> after = live(volume);
      if (!before.equals(after)) {
        throw new AssertionError("a sweep has changed blocks " + before + " to " + after);
      }
      var place = new RaceThread.Place(setup.processes(), 0, false, 0);
      RaceThread thread = new RaceThread(place, List.of(volume), blocks, clock, 0, 0);
      for (int i = 0; i < blocks.size(); i++) {
        thread.act(Deed.READ, i);
      }
      thread.act(Deed.INDEX, 0);
      thread.call().forEach(history::add);
    }
  }

  private static Map<String, BlockInfo> live(PosixVolume volume) throws IOException {
    Map<String, BlockInfo> live = new TreeMap<>();
    volume.index(BlockPrefix.ALL, info -> live.put(info.hash().toString(), info) == null);
    return live;
  }

  @Override
  public void close() {
    processes.forEach(RaceProcess::close);
  }
}
