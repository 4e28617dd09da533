// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockSinks;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.posix.Durability;
import org.keepvolume.posix.PosixOptions;
import org.keepvolume.posix.PosixVolume;
import org.keepvolume.store.BlockStore;

/** Measures what the largest block costs in memory besides the caller's own buffer. */
class MemoryTest {
  private static final long HEAP_LIMIT = 64 << 10;
  private static final long DIRECT_LIMIT = 4 << 20;
  private static final int WARM_UP = 3;

  @TempDir Path scratch;
  private final byte[] content = new TestBlock(1, Volume.MAX_BLOCK_SIZE).content();
  private final BlockHash hash = BlockHash.of(content);
  private PosixVolume volume;

  @BeforeEach
  void store() throws IOException {
    PosixOptions options = PosixOptions.defaults().withDurability(Durability.NONE);
    volume = PosixVolume.open(scratch, options, VolumeContext.defaults());
    volume.write(hash, ByteBuffer.wrap(content));
  }

  private interface Work {
    int run() throws IOException;
  }

  @Test
  void writingTakesNoMemoryOfTheBlocksSize() throws IOException {
    ByteBuffer heap = ByteBuffer.wrap(content);
    ByteBuffer direct = ByteBuffer.allocateDirect(content.length).put(content).flip();
    assertCheap("heap buffer", () -> write(heap));
    assertCheap("direct buffer", () -> write(direct));
    try (BlockStore store = BlockStore.builder().mount(volume).build()) {
      assertCheap("store", () -> store.write(heap).locator().size().orElseThrow());
    }
  }

  private int write(ByteBuffer data) throws IOException {
    volume.write(hash, data);
    return data.remaining();
  }

  @Test
  void readingTakesNoMemoryOfTheBlocksSize() throws IOException {
    ByteBuffer heap = ByteBuffer.allocate(content.length);
    ByteBuffer direct = ByteBuffer.allocateDirect(content.length);
    assertCheap("heap buffer", () -> volume.read(hash, BlockSinks.into(heap)));
    assertCheap("direct buffer", () -> volume.read(hash, BlockSinks.into(direct)));
    Path copy = scratch.resolve("copy");
    try (FileChannel file =
        FileChannel.open(copy, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertCheap("file", () -> volume.read(hash, BlockSinks.into(file, 0)));
    }
    OutputStream nowhere = OutputStream.nullOutputStream();
    assertCheap("stream", () -> volume.read(hash, BlockSinks.into(nowhere)));
  }

  @Test
  void verifiedReadingTakesNoMemoryOfTheBlocksSize() throws IOException {
    ByteBuffer heap = ByteBuffer.allocate(content.length);
    OutputStream nowhere = OutputStream.nullOutputStream();
    try (BlockStore store = BlockStore.builder().mount(volume).build()) {
      assertCheap("buffer", () -> store.read(hash, heap.clear()));
      // Its buffer of one block is made at the first use and stays.
      assertCheap("sink", () -> store.read(hash, BlockSinks.into(nowhere)));
    }
  }

  private static void assertCheap(String what, Work work) throws IOException {
    for (int i = 0; i < WARM_UP; i++) {
      assertEquals(Volume.MAX_BLOCK_SIZE, work.run());
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long direct = direct();
    long before = threads.getThreadAllocatedBytes(thread);
    int size = work.run();
    long allocated = threads.getThreadAllocatedBytes(thread) - before;
    assertEquals(Volume.MAX_BLOCK_SIZE, size);
    assertTrue(allocated < HEAP_LIMIT, () -> what + " allocates " + allocated + " bytes");
    long grown = direct() - direct;
    assertTrue(grown < DIRECT_LIMIT, () -> what + " takes " + grown + " direct bytes");
  }

  /** Without the JDK's own temporary buffers on newer JDKs, which SystemCallTraceTest rules out. */
  private static long direct() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
