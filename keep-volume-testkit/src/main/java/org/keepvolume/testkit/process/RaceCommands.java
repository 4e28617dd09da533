// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.keepvolume.TrashPolicy;
import org.keepvolume.testkit.AdjustableClock;
import org.keepvolume.testkit.history.Event;
import org.keepvolume.testkit.history.LocalSide;
import org.keepvolume.testkit.history.RaceSetup;
import org.keepvolume.testkit.history.Script;

/** What the second JVM does in a race: one side with volumes and threads of its own at a time. */
final class RaceCommands {
  static final String OPEN = "RACE_OPEN";
  static final String TIME = "RACE_TIME";
  static final String RUN = "RACE_RUN";
  static final String CLOSE = "RACE_CLOSE";

  private final VolumeOpener opener;
  private final String argument;
  private @Nullable AdjustableClock clock;
  private @Nullable LocalSide side;

  RaceCommands(VolumeOpener opener, String argument) {
    this.opener = opener;
    this.argument = argument;
  }

  static boolean knows(String command) {
    return List.of(OPEN, TIME, RUN, CLOSE).contains(command);
  }

  /** Runs a command and returns its result. */
  Line run(Instant now, String command, LineReader parameters) throws Exception {
    return switch (command) {
      case TIME -> new Line().add(System.nanoTime());
      case OPEN -> open(now, parameters);
      case RUN -> {
        requireNonNull(clock, "no race").set(now);
        yield race(requireNonNull(side, "no race"), parameters);
      }
      case CLOSE -> {
        requireNonNull(side, "no race").close();
        yield new Line();
      }
      default -> throw new IllegalArgumentException(command);
    };
  }

  private Line open(Instant now, LineReader parameters) throws Exception {
    long seed = parameters.number();
    int process = (int) parameters.number();
    long start = parameters.number();
    List<TrashPolicy> policies = new ArrayList<>();
    while (parameters.hasNext()) {
      policies.add(new TrashPolicy(parameters.duration(), parameters.duration()));
    }
    clock = new AdjustableClock(now);
    side =
        LocalSide.open(
            new RaceSetup(seed, process, start, policies),
            clock,
            context -> opener.open(argument, context));
    return new Line();
  }

  private static Line race(LocalSide side, LineReader parameters) throws Exception {
    long start = parameters.number();
    List<Script> scripts = new ArrayList<>();
    while (parameters.hasNext()) {
      scripts.add(Script.parse(parameters.text()));
    }
    Line line = new Line();
    for (Event event : side.run(start, scripts)) {
      line.add(event.line());
    }
    return line;
  }
}
