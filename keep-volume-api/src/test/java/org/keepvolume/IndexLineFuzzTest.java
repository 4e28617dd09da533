// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text is a line of an index that prints back the same, or is refused on one line. */
final class IndexLineFuzzTest {
  private static final long BELOW_IS_SECONDS = 1_000_000_000_000L;

  private static Stream<String> saved() throws IOException {
    return FuzzRun.saved(IndexLineFuzzTest.class, "fuzz-index-lines.txt");
  }

  private static void check(String text) {
    BlockInfo info;
    try {
      info = BlockInfo.parseLine(text);
    } catch (IllegalArgumentException e) {
      checkMessage(e);
      return;
    }
    assertEquals(info, BlockInfo.parseLine(info.toLine()), text);
    long number = Long.parseLong(text.substring(text.indexOf(' ') + 1));
    if (number >= BELOW_IS_SECONDS) {
      assertEquals(text, info.toLine());
    } else {
      assertEquals(Instant.ofEpochSecond(number), info.mtime(), text);
    }
  }

  private static void check(BlockInfo info) {
    String line;
    try {
      line = info.toLine();
    } catch (IllegalArgumentException e) {
      checkMessage(e);
      return;
    }
    assertEquals(info, BlockInfo.parseLine(line));
  }

  private static void checkMessage(IllegalArgumentException thrown) {
    assertEquals(IllegalArgumentException.class, thrown.getClass());
    String message = thrown.getMessage();
    assertTrue(message.length() > 10 && message.length() < 1000, message);
    assertFalse(message.chars().anyMatch(Character::isISOControl), message);
  }

  @ParameterizedTest
  @MethodSource("saved")
  void savedInputs(String text) {
    check(text);
  }

  @Test
  void randomInputs() throws IOException {
    List<String> saved = saved().toList();
    FuzzRun.repeat(
        random -> check(FuzzRun.mutate(random, saved.get(random.nextInt(saved.size())))));
  }

  @Test
  void randomBlocks() {
    FuzzRun.repeat(random -> check(block(random)));
  }

  /** Makes one whose numbers have any count of digits. */
  private static BlockInfo block(Random random) {
    byte[] digest = new byte[BlockHash.BYTES];
    random.nextBytes(digest);
    long size = random.nextLong() >>> (1 + random.nextInt(63));
    long seconds = random.nextLong() >> (25 + random.nextInt(39));
    long nanos = random.nextInt(1_000_000_000);
    long about = Math.max(Instant.MIN.getEpochSecond(), seconds);
    return new BlockInfo(
        BlockHash.fromBytes(digest),
        size,
        Instant.ofEpochSecond(
            Math.min(Instant.MAX.getEpochSecond(), about), random.nextBoolean() ? nanos : 0));
  }
}
