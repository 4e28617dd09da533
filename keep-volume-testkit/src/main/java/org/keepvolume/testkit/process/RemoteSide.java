// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.keepvolume.TrashPolicy;
import org.keepvolume.testkit.history.Event;
import org.keepvolume.testkit.history.RaceSetup;
import org.keepvolume.testkit.history.Script;
import org.keepvolume.testkit.history.Side;

/** A side of a race in another process, as {@link OtherProcess#join} describes it. */
final class RemoteSide implements Side {
  private final OtherProcess process;
  private final InstantSource clock;

  private RemoteSide(OtherProcess process, InstantSource clock) {
    this.process = process;
    this.clock = clock;
  }

  static RemoteSide open(OtherProcess process, RaceSetup setup, InstantSource clock)
      throws IOException {
    Line line =
        new Line().add(RaceCommands.OPEN).add(setup.seed()).add(setup.process()).add(setup.start());
    for (TrashPolicy policy : setup.policies()) {
      line.add(policy.minimumAge()).add(policy.lifetime());
    }
    boolean unused = process.call(line, clock, answer -> true);
    return new RemoteSide(process, clock);
  }

  @Override
  public long nanoTime() throws IOException {
    return process.call(new Line().add(RaceCommands.TIME), clock, LineReader::number);
  }

  @Override
  public List<Event> run(long start, List<Script> scripts) throws IOException {
    Line line = new Line().add(RaceCommands.RUN).add(start);
    for (Script script : scripts) {
      line.add(script.text());
    }
    return process.call(
        line,
        clock,
        answer -> {
          List<Event> events = new ArrayList<>();
          while (answer.hasNext()) {
            events.add(Event.parse(answer.text()));
          }
          return events;
        });
  }

  @Override
  public void close() throws IOException {
    if (!process.ended()) {
      boolean unused = process.call(new Line().add(RaceCommands.CLOSE), clock, answer -> true);
    }
  }
}
