// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.BlockHash;

/** The names of temporary files, which a sweep removes, and of directories. */
class BlockPathsTest {
  private static final BlockHash HASH = BlockHash.parse("acbd18db4cc2f85cedef654fccc4a4d8");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tmpacbd18db4cc2f85cedef654fccc4a4d80",
        "tmpacbd18db4cc2f85cedef654fccc4a4d8123456789",
        "tmpacbd18db4cc2f85cedef654fccc4a4d800018446744073709551615",
      })
  void digitsBehindTheHashMakeATemporaryName(String name) {
    assertTrue(BlockPaths.isTemporary(name, "acb"), name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tmp",
        "tmpacb",
        "acbd18db4cc2f85cedef654fccc4a4d8",
        "acbd18db4cc2f85cedef654fccc4a4d8.trash.1700000000",
        "tmpacbd18db4cc2f85cedef654fccc4a4d8", // no digits
        "tmpacbd18db4cc2f85cedef654fccc4a4d", // one hash digit short
        "tmpacbd18db4cc2f85cedef654fccc4a4dx1",
        "TMPacbd18db4cc2f85cedef654fccc4a4d81",
        "tmpACBD18DB4CC2F85CEDEF654FCCC4A4D81",
        "tempacbd18db4cc2f85cedef654fccc4a4d81",
        "tmp.acbd18db4cc2f85cedef654fccc4a4d81",
        "tmpacbd18db4cc2f85cedef654fccc4a4d81a",
        "tmpacbd18db4cc2f85cedef654fccc4a4d8-1",
        "tmpacbd18db4cc2f85cedef654fccc4a4d8 1",
        "tmpacbd18db4cc2f85cedef654fccc4a4d8.1",
        "tmpacbd18db4cc2f85cedef654fccc4a4d8\u0661",
        "tmpacbd18db4cc2f85cedef654fccc4a4d81\n",
        "tmpacc018db4cc2f85cedef654fccc4a4d81", // of another directory
      })
  void anyOtherNameIsNotTemporary(String name) {
    assertFalse(BlockPaths.isTemporary(name, "acb"), name);
  }

  @Test
  void namesThatAreMadeAreRecognised() {
    BlockPaths paths = new BlockPaths(Path.of("/volume"));
    for (int i = 0; i < 100; i++) {
      Path temporary = paths.temporary(HASH);
      assertEquals(Path.of("/volume/acb"), temporary.getParent());
      assertTrue(
          BlockPaths.isTemporary(temporary.getFileName().toString(), "acb"), temporary.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({"000, 0", "00f, 15", "acb, 2763", "fff, 4095"})
  void prefixDirectoriesAreNumbered(String name, int number) {
    assertEquals(number, BlockPaths.number(name));
    assertEquals(number, BlockPaths.number(SampleData.hash(name)));
    assertEquals(name, BlockPaths.prefixDirectory(number));
  }
}
