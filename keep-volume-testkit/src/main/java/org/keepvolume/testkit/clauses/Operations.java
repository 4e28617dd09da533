// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import java.util.LinkedHashMap;
import java.util.Map;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.Capability;
import org.keepvolume.Volume;
import org.keepvolume.testkit.RecordingSink;
import org.keepvolume.testkit.TestBlock;

/** The calls of a volume, for tests that hold for all of them or for those about one block. */
final class Operations {
  /** One call, whose result is for messages only. */
  @FunctionalInterface
  interface Call {
    @Nullable
    Object result() throws Exception;
  }

  private Operations() {}

  /** Returns the calls about one block that the volume's capabilities allow, by name. */
  static Map<String, Call> onBlock(ClauseGroup group, Volume volume, TestBlock block) {
    BlockHash hash = block.hash();
    Map<String, Call> calls = new LinkedHashMap<>();
    calls.put("read", () -> volume.read(hash, RecordingSink.sequential()));
    calls.put("stat", () -> volume.stat(hash));
    if (group.has(Capability.WRITE)) {
      calls.put(
          "write",
          () -> {
            volume.write(hash, block.buffer());
            return "success";
          });
      calls.put(
          "touch",
          () -> {
            volume.touch(hash);
            return "success";
          });
    }
    if (group.has(Capability.TRASH)) {
      calls.put("trash", () -> volume.trash(hash, null));
      calls.put("untrash", () -> volume.untrash(hash));
    }
    return calls;
  }

  /** Returns all calls that the volume's capabilities allow, by name. */
  static Map<String, Call> all(ClauseGroup group, Volume volume, TestBlock block) {
    Map<String, Call> calls = onBlock(group, volume, block);
    calls.put("index", () -> ClauseGroup.list(volume, BlockPrefix.ALL));
    calls.put("status", volume::status);
    if (group.has(Capability.TRASH)) {
      calls.put(
          "indexTrash",
          () -> {
            volume.indexTrash(BlockPrefix.ALL, (hash, size, deadline) -> true);
            return "success";
          });
      calls.put("emptyTrash", volume::emptyTrash);
    }
    return calls;
  }
}
