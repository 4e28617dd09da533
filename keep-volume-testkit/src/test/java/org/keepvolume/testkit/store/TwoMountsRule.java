// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store;

import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keepvolume.Operation;

/**
 * What a store over two mounts must answer, from what each alone would.
 *
 * <p>Written to be checked by reading, and knows nothing of the store's code: a table of what one
 * mount answers, and a rule for two.
 */
final class TwoMountsRule {
  private static final List<Operation> COLUMNS =
      List.of(
          Operation.READ,
          Operation.STAT,
          Operation.WRITE,
          Operation.TOUCH,
          Operation.TRASH,
          Operation.UNTRASH);

  private static final String ONE_MOUNT =
      """
      GOOD              | block       | size        | touched     | touched     | trashed     | live
      DAMAGED           | corrupt     | size        | mended      | touched     | trashed     | live
      MISSING           | not found   | not found   | written     | not found   | not found   | not found
      TRASHED           | not found   | not found   | written     | not found   | not found   | restored
      FULL              | not found   | not found   | full        | not found   | not found   | not found
      UNAVAILABLE       | unavailable | unavailable | unavailable | unavailable | unavailable | unavailable
      FAILING           | failure     | failure     | failure     | failure     | failure     | failure
      READ_ONLY_GOOD    | block       | size        | read-only   | read-only   | read-only   | read-only
      READ_ONLY_MISSING | not found   | not found   | read-only   | not found   | not found   | not found
      """;

  /** Failures, of which the first one here tells most. */
  static final List<String> FAILURES =
      List.of("unavailable", "corrupt", "full", "failure", "read-only", "not found");

  private static final Map<MountState, List<String>> ANSWERS = answers();

  private TwoMountsRule() {}

  private static Map<MountState, List<String>> answers() {
    Map<MountState, List<String>> answers = new EnumMap<>(MountState.class);
    for (String line : Splitter.on('\n').omitEmptyStrings().split(ONE_MOUNT)) {
      List<String> cells = Splitter.on('|').trimResults().splitToList(line);
      answers.put(MountState.valueOf(cells.get(0)), cells.subList(1, cells.size()));
    }
    return answers;
  }

  /** Returns what one mount in some state makes of an operation. */
  static String alone(MountState state, Operation operation) {
    return ANSWERS.get(state).get(COLUMNS.indexOf(operation));
  }

  /** What one of the mounts answers; the first has number 1. */
  private record Answer(int mount, String text) {
    boolean failed() {
      return FAILURES.contains(text);
    }

    @Override
    public String toString() {
      return text + ' ' + mount;
    }
  }

  /** Returns what the store must answer, such as {@code touched 1} or {@code unavailable 2}. */
  static String expected(MountState first, MountState second, StoreCall call) {
    List<Answer> answers =
        List.of(
            new Answer(1, alone(first, call.operation())),
            new Answer(2, alone(second, call.operation())));
    List<Answer> succeeded = answers.stream().filter(answer -> !answer.failed()).toList();
    if (succeeded.isEmpty()) {
      return worst(answers, call);
    }
    return switch (call) {
      case READ -> "block"; // from whom is not to be seen
      case STAT -> succeeded.get(0).toString();
      case WRITE -> // where the block is already, else where there is room
          succeeded.stream()
              .filter(answer -> !answer.text().equals("written"))
              .findFirst()
              .orElse(succeeded.get(0))
              .toString();
      case WRITE_TWO_REPLICAS -> (succeeded.size() == 2 ? "" : "1 of 2: ") + all(succeeded);
      case TOUCH, TRASH, UNTRASH -> all(succeeded);
    };
  }

  private static String worst(List<Answer> answers, StoreCall call) {
    Answer worst =
        answers.stream()
            .min(Comparator.comparingInt(answer -> FAILURES.indexOf(answer.text())))
            .orElseThrow();
    boolean onAll =
        worst.text().equals("not found")
            || (worst.text().equals("read-only") && call.operation() == Operation.WRITE);
    return onAll ? worst.text() : worst.toString();
  }

  /** Returns the answers with equal ones together: {@code touched 1+2}. */
  private static String all(List<Answer> answers) {
    List<String> parts = new ArrayList<>();
    Optional<Answer> before = Optional.empty();
    for (Answer answer : answers) {
      if (before.isPresent() && before.get().text().equals(answer.text())) {
        parts.set(parts.size() - 1, before.get() + "+" + answer.mount());
      } else {
        parts.add(answer.toString());
      }
      before = Optional.of(answer);
    }
    return String.join(", ", parts);
  }
}
