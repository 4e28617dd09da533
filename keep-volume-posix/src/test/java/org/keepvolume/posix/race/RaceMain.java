// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.race;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.keepvolume.TrashPolicy;
import org.keepvolume.VolumeContext;
import org.keepvolume.posix.PosixVolume;
import org.keepvolume.posix.RaceVolumes;

/**
 * One process of a race, told line by line what to do by a {@link RaceProcess}.
 *
 * <p>It has two volume objects on the one directory, which trash without and with a lifetime.
 */
final class RaceMain implements AutoCloseable {
  private final RaceSetup setup;
  private final int process;
  private final SharedClock clock;
  private final RaceBlocks blocks;
  private final List<PosixVolume> volumes = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private RaceMain(RaceSetup setup, int process) throws IOException {
    this.setup = setup;
    this.process = process;
    clock = SharedClock.open(setup.clock());
    blocks = new RaceBlocks(setup.seed());
    for (Duration lifetime : List.of(Duration.ZERO, SharedClock.LIFETIME)) {
      TrashPolicy policy = new TrashPolicy(SharedClock.MINIMUM_AGE, lifetime);
      VolumeContext context = VolumeContext.defaults().withClock(clock).withTrashPolicy(policy);
      volumes.add(RaceVolumes.open(setup.variant(), setup.durability(), setup.root(), context));
    }
  }

  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, UTF_8);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    try (RaceMain main = new RaceMain(RaceSetup.parse(args[0]), Integer.parseInt(args[1]))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split("\t", -1);
        switch (words[0]) {
          case "time" -> out.println(System.nanoTime());
          case "race" -> out.println(main.race(Long.parseLong(words[1]), Path.of(words[2])));
          default -> throw new IllegalArgumentException(line);
        }
      }
    }
  }

  /** Runs all threads until the clock has jumped often enough, and writes what they did. */
  private int race(long lastEpoch, Path file)
      throws IOException, InterruptedException, ExecutionException {
    List<RaceThread> work = new ArrayList<>();
    int changing = setup.processes() * setup.changers();
    for (int i = 0; i < setup.changers() + setup.lookers(); i++) {
      var place = new RaceThread.Place(process, i, i < setup.changers(), changing);
      work.add(new RaceThread(place, volumes, blocks, clock, lastEpoch, setup.seed() + lastEpoch));
    }
    int count = 0;
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (Future<List<Event>> done : threads.invokeAll(work)) {
        for (Event event : done.get()) {
          out.write(event.line());
          out.newLine();
          count++;
        }
      }
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    threads.shutdown();
    for (PosixVolume volume : volumes) {
      volume.close();
    }
  }
}
