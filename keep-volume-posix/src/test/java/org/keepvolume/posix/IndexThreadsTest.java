// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockPrefix;
import org.keepvolume.CallCancelledException;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeUnavailableException;

/** Listings by several threads: the same as by one, and ended by whatever ends that. */
class IndexThreadsTest {
  /** More than two threads' pages hold, so that they must wait for the visitor. */
  private static final int BIG = 2600;

  private static final int SMALL = 40;

  @TempDir static Path root;

  private static Map<BlockHash, BlockInfo> byOneThread = Map.of();

  private final List<PosixVolume> opened = new ArrayList<>();

  /** One directory with many blocks, and many directories with one, each with a trashed copy. */
  @BeforeAll
  static void placeBlocks() throws IOException {
    VolumeFiles files = new VolumeFiles(root);
    Files.createDirectory(files.directory(SampleData.hash("abc")));
    for (int i = 0; i < BIG; i++) {
      Path unused = Files.createFile(files.block(SampleData.hash("abc" + (100_000 + i))));
    }
    for (int i = 0; i < SMALL; i++) {
      BlockHash hash = SampleData.hash(Integer.toString(100 + i));
      Path block = files.place(hash, new byte[i], VolumeFiles.START.plusSeconds(i));
      Path unused = Files.copy(block, block.resolveSibling(hash + ".trash." + (1000 + i)));
    }
    Path foreign = Files.createDirectory(root.resolve("lost+found"));
    Path unused = Files.createFile(foreign.resolve(SampleData.hash("abc").toString()));
    try (PosixVolume volume = PosixVolume.open(root)) {
      byOneThread = blocks(volume, "");
    }
  }

  @AfterEach
  void closeVolumes() throws IOException {
    boolean unused = Thread.interrupted();
    for (PosixVolume volume : opened) {
      volume.close();
    }
  }

  static IntStream threads() {
    return IntStream.rangeClosed(1, PosixOptions.MAX_INDEX_THREADS);
  }

  @ParameterizedTest
  @MethodSource("threads")
  void everyNumberOfThreadsListsTheSame(int threads) throws IOException {
    PosixVolume volume = open(threads);
    assertEquals(byOneThread, blocks(volume, ""));
    assertEquals(BIG + SMALL, byOneThread.size());
    assertEquals(SMALL, trash(volume, "").size());
    for (String prefix : List.of("1", "10", "100", "f", "abc1015")) {
      BlockPrefix wanted = BlockPrefix.parse(prefix);
      Map<BlockHash, BlockInfo> expected = new TreeMap<>(byOneThread);
      expected.keySet().removeIf(hash -> !wanted.matches(hash));
      assertEquals(expected, blocks(volume, prefix), prefix);
    }
  }

  @ParameterizedTest
  @MethodSource("threads")
  void visitorIsCalledByTheCallingThreadAlone(int threads) throws IOException {
    Thread caller = Thread.currentThread();
    open(threads)
        .index(
            BlockPrefix.ALL,
            block -> {
              assertSame(caller, Thread.currentThread());
              return true;
            });
  }

  @ParameterizedTest
  @MethodSource("threads")
  void visitorThatReturnsFalseIsNotCalledAgain(int threads) throws IOException {
    PosixVolume volume = open(threads);
    for (int last : new int[] {1, 501, BIG + SMALL}) {
      AtomicInteger visits = new AtomicInteger();
      volume.index(BlockPrefix.ALL, block -> visits.incrementAndGet() < last);
      assertEquals(last, visits.get());
    }
  }

  static Stream<Throwable> failures() {
    return Stream.of(
        new IOException("visitor"), new IllegalStateException("visitor"), new Error("visitor"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whatAVisitorThrowsComesOutAsItIs(Throwable failure) throws IOException {
    PosixVolume volume = open(2);
    Throwable thrown =
        assertThrows(
            Throwable.class,
            () ->
                volume.index(
                    BlockPrefix.ALL,
                    block -> {
                      if (failure instanceof IOException e) {
                        throw e;
                      }
                      if (failure instanceof Error e) {
                        throw e;
                      }
                      throw (RuntimeException) failure;
                    }));
    assertSame(failure, thrown);
    assertEquals(SMALL, trash(volume, "").size());
  }

  @ParameterizedTest
  @MethodSource("threads")
  void interruptEndsTheListing(int threads) throws IOException {
    PosixVolume volume = open(threads);
    AtomicInteger visits = new AtomicInteger();
    assertThrows(
        CallCancelledException.class,
        () ->
            volume.index(
                BlockPrefix.ALL,
                block -> {
                  if (visits.incrementAndGet() == 700) {
                    Thread.currentThread().interrupt();
                  }
                  return true;
                }));
    assertTrue(Thread.interrupted(), "the flag stays set");
    assertEquals(700, visits.get());
    assertEquals(SMALL, trash(volume, "").size());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void directoryThatIsALinkFailsTheListing(int threads) throws IOException {
    Path link = Files.createSymbolicLink(root.resolve("ccc"), root.resolve("abc"));
    try {
      PosixVolume volume = open(threads);
      VolumeFailureException e =
          assertThrows(
              VolumeFailureException.class, () -> volume.index(BlockPrefix.ALL, block -> true));
      assertTrue(e.getMessage().contains("ccc is a symbolic link, not a directory"), e.toString());
    } finally {
      Files.delete(link);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void executorGivenIsUsedHoweverFewThreadsItHas(int threads) throws IOException {
    AtomicInteger made = new AtomicInteger();
    ExecutorService executor =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              made.incrementAndGet();
              return new Thread(task, "given");
            });
    try {
      PosixVolume volume = open(8, VolumeContext.defaults().withExecutor(executor));
      assertEquals(BIG + SMALL, blocks(volume, "").size());
      assertEquals(threads, made.get());
      volume.close();
      assertFalse(executor.isShutdown());
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void executorThatTakesOnlySomeTasksEndsTheListingAndLeavesNoThread() throws Exception {
    ExecutorService executor = Executors.newCachedThreadPool();
    AtomicInteger tasks = new AtomicInteger();
    try {
      PosixVolume volume =
          open(
              8,
              VolumeContext.defaults()
                  .withExecutor(
                      task -> {
                        if (tasks.incrementAndGet() > 3) {
                          throw new RejectedExecutionException("enough");
                        }
                        executor.execute(task);
                      }));
      assertThrows(
          VolumeUnavailableException.class, () -> volume.index(BlockPrefix.ALL, block -> true));
      executor.shutdown();
      assertTrue(executor.awaitTermination(1, TimeUnit.MINUTES));
    } finally {
      executor.shutdownNow();
    }
  }

  private static Map<BlockHash, BlockInfo> blocks(PosixVolume volume, String prefix)
      throws IOException {
    Map<BlockHash, BlockInfo> listed = new TreeMap<>();
    volume.index(
        BlockPrefix.parse(prefix),
        block -> {
          assertEquals(null, listed.put(block.hash(), block), "listed twice");
          return true;
        });
    return listed;
  }

  private static Map<BlockHash, String> trash(PosixVolume volume, String prefix)
      throws IOException {
    Map<BlockHash, String> listed = new TreeMap<>();
    volume.indexTrash(
        BlockPrefix.parse(prefix),
        (hash, size, deadline) -> {
          assertEquals(null, listed.put(hash, size + " " + deadline), "listed twice");
          return true;
        });
    return listed;
  }

  private PosixVolume open(int threads) throws IOException {
    return open(threads, VolumeContext.defaults());
  }

  private PosixVolume open(int threads, VolumeContext context) throws IOException {
    PosixVolume volume =
        PosixVolume.open(root, PosixOptions.defaults().withIndexThreads(threads), context);
    opened.add(volume);
    return volume;
  }
}
