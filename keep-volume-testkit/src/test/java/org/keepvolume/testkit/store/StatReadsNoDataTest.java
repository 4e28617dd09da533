// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.keepvolume.testkit.store.CopyOnDevice.BLOCK;
import static org.keepvolume.testkit.store.CopyOnDevice.DAMAGED;
import static org.keepvolume.testkit.store.CopyOnDevice.HASH;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.keepvolume.Operation;

/** A stat is a volume's stat: no data is read (ST-9). */
class StatReadsNoDataTest {
  @RegisterExtension final ScriptedMounts mounts = new ScriptedMounts(3);

  @Test
  @DisplayName("ST-9: the first mount that has the block answers, and nothing is read")
  void firstHolderAnswers() throws IOException {
    mounts.put(BLOCK, 1, 2);
    mounts.put(BLOCK, 2); // so that its mtime is another one
    assertEquals(mounts.device(1).stat(HASH), mounts.store().stat(HASH));
    assertEquals(List.of(1, 1, 0), mounts.calls(Operation.STAT));
    assertEquals(List.of(0, 0, 0), mounts.calls(Operation.READ));
  }

  @Test
  @DisplayName("ST-9: a damaged copy is shown as it is, since nobody looks into it")
  void damagedCopyIsShown() throws IOException {
    mounts.put(DAMAGED, 0);
    mounts.put(BLOCK, 1);
    assertEquals(DAMAGED.length, mounts.store().stat(HASH).size());
    assertEquals(List.of(0, 0, 0), mounts.calls(Operation.READ));
  }

  @Test
  @DisplayName("ST-9: neither touch nor trash nor untrash reads data")
  void changesReadNoData() throws IOException {
    mounts.put(BLOCK, 0, 1, 2);
    assertEquals(3, mounts.store().touch(HASH).size());
    assertEquals(3, mounts.store().trash(HASH, null).size());
    assertEquals(3, mounts.store().untrash(HASH).size());
    assertEquals(List.of(0, 0, 0), mounts.calls(Operation.READ));
    assertEquals(List.of(0, 0, 0), mounts.calls(Operation.STAT));
  }
}
