// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Throwables;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeUnavailableException;

/** Calls that share work with the application's executor end well whatever it does with tasks. */
@Timeout(60)
class UserExecutorTest {
  private static final int BLOBS = 600;

  private static final AzureLimits LIMITS =
      new AzureLimits(
          Duration.ofSeconds(2),
          Duration.ofSeconds(4),
          Duration.ofSeconds(4),
          4,
          2,
          Duration.ofMillis(50));

  private Rig rig;
  private ExecutorService threads;

  @BeforeEach
  void start() throws IOException {
    rig = new Rig();
    threads = Executors.newCachedThreadPool();
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
    rig.close();
  }

  private Volume open(Executor executor) throws IOException {
    return rig.open(true, 64, LIMITS, VolumeContext.defaults().withExecutor(executor));
  }

  @Test
  void readAndSweepDoWithoutAnExecutorThatBeginsNothing() throws Exception {
    List<Runnable> kept = Collections.synchronizedList(new ArrayList<>());
    try (Volume volume = open(kept::add)) {
      CountingSink sink = new CountingSink();
      Work.RANGED_READ.run(volume, sink);
      sink.end();
      assertEquals(Work.BLOCK_SIZE, sink.bytes());
      assertEquals(3, kept.size());
      kept.forEach(Runnable::run); // begun at last, after the call
      assertEquals(0, sink.late());
      assertEquals(Work.BLOCK_SIZE, sink.bytes());
    }
  }

  @Test
  void indexFailsWithinItsLimitIfTheExecutorBeginsNothing() throws Exception {
    List<Runnable> kept = Collections.synchronizedList(new ArrayList<>());
    try (Volume volume = open(kept::add)) {
      AtomicInteger visited = new AtomicInteger();
      assertThrows(
          VolumeUnavailableException.class,
          () -> volume.index(BlockPrefix.ALL, block -> visited.incrementAndGet() > 0));
      int before = visited.get();
      int requests = rig.proxy().requests().size();
      kept.forEach(Runnable::run);
      assertEquals(before, visited.get());
      assertEquals(requests, rig.proxy().requests().size());
    }
  }

  @Test
  void oneThreadOfTheExecutorListsAllPrefixes() throws Exception {
    AtomicInteger given = new AtomicInteger();
    Executor one =
        task -> {
          if (given.getAndIncrement() == 0) {
            threads.execute(task);
          }
        };
    try (Volume volume = open(one)) {
      AtomicInteger visited = new AtomicInteger();
      volume.index(BlockPrefix.ALL, block -> visited.incrementAndGet() > 0);
      assertEquals(BLOBS * 5 / 6, visited.get());
    }
  }

  @Test
  void executorThatRejectsMakesVolumeUnavailable() throws Exception {
    Executor rejecting =
        task -> {
          throw new RejectedExecutionException("full");
        };
    try (Volume volume = open(rejecting)) {
      for (Work work : List.of(Work.RANGED_READ, Work.FANNED_INDEX)) {
        CountingSink sink = new CountingSink();
        assertThrows(VolumeUnavailableException.class, () -> work.run(volume, sink));
        sink.end();
      }
      Await.until("no thread", () -> Stacks.atWork().isEmpty());
    }
  }

  @Test
  void executorThatInterruptsItsThreadsIsNoInterruptOfTheCall() throws Exception {
    for (Work work : List.of(Work.RANGED_READ, Work.FANNED_INDEX)) {
      threads = Executors.newCachedThreadPool(); // the one before is shut down
      try (Volume volume = open(threads)) {
        var stall = rig.proxy().on(work.request(), work::isBroken).stall();
        CountingSink sink = new CountingSink();
        CallThread call = CallThread.start(false, () -> work.run(volume, sink));
        stall.awaitReached();
        threads.shutdownNow();
        Throwable thrown = call.await();
        sink.end();
        stall.release();
        if (thrown != null) { // the stalled range may have been the calling thread's
          assertEquals(VolumeUnavailableException.class, thrown.getClass());
        }
        assertTrue(!call.endedInterrupted());
        Await.until("no thread", () -> Stacks.atWork().isEmpty());
        assertEquals(0, sink.late());
      }
    }
  }

  /** RD-4, RD-5. */
  @Test
  void sinkThatFailsOnHelpersThreadComesBackAsItIs() throws Exception {
    IOException refused = new IOException("enough");
    for (Throwable failure :
        List.of(refused, new IllegalStateException(), new OutOfMemoryError())) {
      try (Volume volume = open(task -> new Thread(task, "keep-volume-azure").start())) {
        FailingSink sink = new FailingSink(Thread.currentThread(), failure);
        Throwable thrown =
            assertThrows(Throwable.class, () -> volume.read(Work.HASH, sink), failure::toString);
        assertSame(failure, thrown);
        assertEquals(0, sink.inside.get());
        int calls = sink.calls.get();
        Await.until("no thread", () -> Stacks.atWork().isEmpty());
        Await.until("no connection", () -> OpenSockets.to(rig.proxy().port()) == 0);
        assertEquals(calls, sink.calls.get());
      }
    }
  }

  /** Fails on any thread but one. */
  private static final class FailingSink implements BlockSink {
    private final Thread spared;
    private final Throwable failure;
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();

    FailingSink(Thread spared, Throwable failure) {
      this.spared = spared;
      this.failure = failure;
    }

    @Override
    public void begin(int size) {}

    @Override
    public void write(ByteBuffer src, int position) throws IOException {
      inside.incrementAndGet();
      calls.incrementAndGet();
      try {
        if (Thread.currentThread() != spared) {
          Throwables.throwIfInstanceOf(failure, IOException.class);
          Throwables.throwIfUnchecked(failure);
        }
      } finally {
        inside.decrementAndGet();
      }
    }

    @Override
    public boolean parallel() {
      return true;
    }
  }
}
