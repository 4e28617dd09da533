// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import static org.keepvolume.testkit.Clause.IX_1;
import static org.keepvolume.testkit.Clause.IX_2;
import static org.keepvolume.testkit.Clause.IX_4;
import static org.keepvolume.testkit.Clause.TM_4;
import static org.keepvolume.testkit.Clause.TR_13;
import static org.keepvolume.testkit.Clause.TR_2;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ListMultimap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockPrefix;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.testkit.Clause;

/** Lists blocks and trashed copies, and compares with what the model has. */
final class Listings {
  private final Walker walker;

  Listings(Walker walker) {
    this.walker = walker;
  }

  private static BlockPrefix prefix(int block, int digits) {
    return BlockPrefix.parse(WalkBlocks.hash(block).toString().substring(0, digits));
  }

  /** Lists blocks, and takes another step at the first one. */
  void index(int prefixBlock, int digits, @Nullable Step meanwhile) throws Exception {
    BlockPrefix prefix = prefix(prefixBlock, digits);
    ListMultimap<Integer, BlockInfo> listed = ArrayListMultimap.create();
    List<Exception> inside = new ArrayList<>();
    Set<Integer> changed = new HashSet<>();
    Reply reply =
        walker
            .calls()
            .call(
                Operation.INDEX,
                volume -> {
                  volume.index(
                      prefix,
                      info -> {
                        boolean unused = listed.put(WalkBlocks.number(info.hash()), info);
                        if (meanwhile instanceof BlockStep step && changed.add(step.block())) {
                          try {
                            walker.takeVisiting(step);
                          } catch (RuntimeException e) {
                            throw e;
                          } catch (Exception e) {
                            inside.add(e);
                          }
                        }
                        return true;
                      });
                  return listed.keySet();
                });
    if (!inside.isEmpty()) {
      throw inside.get(0);
    }
    if (!complete(reply, IX_1)) {
      return;
    }
    Clause own = Slack.x7MayFail(reply.disturbance()) ? IX_4 : digits > 0 ? IX_2 : IX_1;
    if (listed.containsKey(-1)) {
      throw walker.failure(IX_1, "listed " + listed.get(-1), -1);
    }
    for (int block = 0; block < WalkBlocks.COUNT; block++) {
      if (Slack.x9Judged(block, changed)) {
        judge(block, prefix, listed.get(block), reply, own);
      }
    }
    walker.tally().kept(digits > 0 ? IX_2 : IX_1);
  }

  private void judge(
      int block, BlockPrefix prefix, List<BlockInfo> entries, Reply reply, Clause own)
      throws Exception {
    boolean matches = prefix.matches(WalkBlocks.hash(block));
    if (entries.size() > 1) {
      throw walker.failure(own, "listed more than once: " + entries, block);
    }
    if (!matches && !entries.isEmpty()) {
      throw walker.failure(IX_2, "listed " + entries + " for the prefix " + prefix, block);
    }
    if (!matches) {
      return;
    }
    Blame blame = walker.blame();
    if (entries.isEmpty()) {
      walker.agree(
          block,
          of(reply, "did not list it"),
          Rules::missing,
          () -> blame.notListed(block, own == IX_2 && !listsAll(block) ? IX_1 : own));
      return;
    }
    Reply shown = of(reply, entries.get(0));
    walker.agree(
        block,
        shown,
        state -> shown(state, block, shown),
        () -> {
          Clause clause = otherwise(block, shown, TR_2, own);
          return clause == blame.mtime(block) && statAgrees(block) ? TM_4 : clause;
        });
    see(block, shown);
  }

  private static Reply of(Reply reply, Object value) {
    return new Reply(reply.kind(), value, null, reply.when(), reply.disturbance());
  }

  /** Tells whether an index of all blocks shows one, so that its prefix is what is wrong. */
  private boolean listsAll(int block) throws Exception {
    Set<BlockHash> all = new HashSet<>();
    Reply reply =
        walker
            .calls()
            .call(
                Operation.INDEX,
                volume -> {
                  volume.index(
                      BlockPrefix.ALL,
                      info -> {
                        boolean unused = all.add(info.hash());
                        return true;
                      });
                  return "success";
                });
    return reply.done() && all.contains(WalkBlocks.hash(block));
  }

  /** Tells whether a stat shows what the model has, so that the index alone is wrong. */
  private boolean statAgrees(int block) throws Exception {
    Reply stat = walker.calls().call(Operation.STAT, v -> v.stat(WalkBlocks.hash(block)));
    return stat.done() && walker.model().any(block, state -> !shown(state, block, stat).isEmpty());
  }

  Set<BlockState> shown(BlockState state, int block, Reply reply) {
    BlockInfo info = reply.value(BlockInfo.class);
    return info.hash().equals(WalkBlocks.hash(block))
        ? Rules.shown(state, block, info.size(), info.mtime())
        : Set.of();
  }

  /** Remembers what was shown. */
  void see(int block, Reply reply) {
    walker.saw(block, reply.value(BlockInfo.class).mtime());
    walker.blame().mtimeSeen(block);
  }

  /**
   * Finds the clause of an impossible entry: of a block that is missing, its size, or its mtime.
   */
  Clause otherwise(int block, Reply reply, Clause missing, Clause size) throws Exception {
    BlockInfo info = reply.value(BlockInfo.class);
    Model model = walker.model();
    if (model.all(block, state -> state.live() == null)) {
      return walker.blame().found(block, missing);
    }
    boolean sized =
        model.any(
            block,
            s -> s.live() != null && WalkBlocks.size(block, s.live().variant()) == info.size());
    return sized ? walker.blame().mtime(block) : size;
  }

  void indexTrash(int prefixBlock, int digits) throws Exception {
    BlockPrefix prefix = prefix(prefixBlock, digits);
    ListMultimap<Integer, Rules.Shown> listed = ArrayListMultimap.create();
    Reply reply =
        walker
            .calls()
            .call(
                Operation.INDEX_TRASH,
                (Volume volume) -> {
                  volume.indexTrash(
                      prefix,
                      (hash, size, deadline) ->
                          listed.put(WalkBlocks.number(hash), new Rules.Shown(size, deadline)));
                  return "success";
                });
    if (!complete(reply, TR_13)) {
      return;
    }
    if (listed.containsKey(-1)) {
      throw walker.failure(TR_13, "listed " + listed.get(-1), -1);
    }
    for (int block = 0; block < WalkBlocks.COUNT; block++) {
      judgeTrash(block, prefix, listed.get(block), reply);
    }
    walker.tally().kept(TR_13);
  }

  private void judgeTrash(int block, BlockPrefix prefix, List<Rules.Shown> copies, Reply reply)
      throws Exception {
    if (!prefix.matches(WalkBlocks.hash(block))) {
      if (!copies.isEmpty()) {
        throw walker.failure(IX_2, "listed " + copies + " for the prefix " + prefix, block);
      }
      return;
    }
    List<Rules.Shown> sorted = new ArrayList<>(copies);
    sorted.sort(Comparator.comparing(Rules.Shown::deadline));
    walker.agree(
        block,
        of(reply, "listed " + sorted),
        state -> Rules.trashShown(state, block, sorted),
        () -> Slack.x7MayFail(reply.disturbance()) ? IX_4 : walker.blame().trash(block, TR_13));
    walker.blame().trashSeen(block);
  }

  /** Tells whether a listing was complete; requires a reason if it was not. */
  private boolean complete(Reply reply, Clause own) {
    walker.requireCancelled(-1, reply);
    boolean excused = reply.kind() == Reply.Kind.ENDED && Slack.x7MayFail(reply.disturbance());
    if (!reply.done() && !excused && reply.kind() != Reply.Kind.CANCELLED) {
      throw walker.failure(own, reply.toString(), -1);
    }
    if (excused) {
      walker.tally().kept(IX_4);
    }
    return reply.done();
  }
}
