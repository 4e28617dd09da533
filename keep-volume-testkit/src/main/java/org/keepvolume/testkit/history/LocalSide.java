// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.history;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.keepvolume.TrashPolicy;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;

/** A side of a race in this process. */
public final class LocalSide implements Side {
  /** Opens the volumes. */
  @FunctionalInterface
  public interface Opener {
    /**
     * Opens a volume.
     *
     * @param context clock and trash policy
     * @return another volume object at each call
     * @throws Exception if that fails
     */
    Volume open(VolumeContext context) throws Exception;
  }

  /** How long threads may take to notice that the race is over. */
  private static final long END_SECONDS = 10;

  private final RaceSetup setup;
  private final RaceBlocks blocks;
  private final RaceClock clock;
  private final List<Volume> volumes = new ArrayList<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "keepvolume-testkit: race");
            thread.setDaemon(true);
            return thread;
          });

  private LocalSide(RaceSetup setup, InstantSource base) {
    this.setup = setup;
    blocks = new RaceBlocks(setup.seed());
    clock = new RaceClock(base, setup.start());
  }

  /**
   * Opens the volumes.
   *
   * @param setup what the side begins with
   * @param base the clock that is moved between heats
   * @param opener opens the volumes
   * @return the side; to be closed by the caller
   * @throws Exception if a volume can not be opened
   */
  public static LocalSide open(RaceSetup setup, InstantSource base, Opener opener)
      throws Exception {
    LocalSide side = new LocalSide(setup, base);
    try {
      for (TrashPolicy policy : setup.policies()) {
        VolumeContext context = VolumeContext.defaults().withClock(side.clock);
        side.volumes.add(opener.open(context.withTrashPolicy(policy)));
      }
      return side;
    } catch (Exception e) {
      side.close();
      throw e;
    }
  }

  Volume volume(int number) {
    return volumes.get(number);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public List<Event> run(long start, List<Script> scripts) throws Exception {
    AtomicInteger changing =
        new AtomicInteger((int) scripts.stream().filter(script -> !script.looping()).count());
    List<Future<List<Event>>> running = new ArrayList<>();
    for (Script script : scripts) {
      running.add(
          threads.submit(
              new RaceThread(setup.process(), script, start, volumes, blocks, clock, changing)));
    }
    List<Event> events = new ArrayList<>();
    for (Future<List<Event>> done : running) {
      try {
        events.addAll(done.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("a thread of the race failed: " + e.getCause(), e);
      }
    }
    return events;
  }

  @Override
  public void close() throws IOException {
    var unused = threads.shutdownNow();
    try {
      boolean unusedToo = threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Volume volume : volumes) {
      volume.close();
    }
  }
}
