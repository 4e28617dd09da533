// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keepvolume.Volume;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.RecordingSink;
import org.keepvolume.testkit.TestBlock;

/**
 * How a volume answers calls about one young block, to be compared before and after something went
 * wrong.
 *
 * <p>Comparing, in place of requiring what is right, leaves other mistakes to other clauses.
 */
record Behaviour(Map<String, String> answers) {
  private static final List<String> CALLS = List.of("stat", "touch", "write", "index", "status");

  /**
   * Makes the calls, each from a new thread.
   *
   * @param clause the clause that is broken if one of them does not end
   */
  static Behaviour of(ClauseGroup group, Volume volume, TestBlock block, Clause clause)
      throws Exception {
    Map<String, Operations.Call> calls = Operations.all(group, volume, block);
    calls.keySet().retainAll(CALLS);
    Map<String, String> answers = new LinkedHashMap<>();
    for (Map.Entry<String, Operations.Call> call : calls.entrySet()) {
      var outcome = group.inBackground(call.getKey(), call.getValue()::result).await(clause);
      answers.put(call.getKey(), kind(outcome));
    }
    var read = group.inBackground("read", () -> content(volume, block)).await(clause);
    answers.put("read", read.thrown() == null ? read.value() : kind(read));
    return new Behaviour(answers);
  }

  /** Reads a block and tells what came. */
  static String content(Volume volume, TestBlock block) throws Exception {
    return content(volume, block, RecordingSink.sequential());
  }

  static String content(Volume volume, TestBlock block, RecordingSink sink) throws Exception {
    int size = volume.read(block.hash(), sink);
    boolean right = Arrays.equals(sink.content(), block.bytes());
    return size + (right ? " right bytes" : " bytes, not all of them right");
  }

  /** Returns the kind of answer: success, or the exception's name. */
  static String kind(Background.Outcome<?> outcome) {
    return outcome.thrown() == null ? "success" : outcome.thrown().getClass().getSimpleName();
  }

  /** Returns the answers. */
  @Override
  public String toString() {
    return answers.toString();
  }
}
