// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Users' observers: told everything, and kept from harming a call. */
class VolumeObserverTest {
  private static final String LOGGER = "org.keepvolume.VolumeObserver";
  private static final FinishedCall CALL =
      new FinishedCall("device", Operation.READ, CallOutcome.SUCCESS, 3, 5);

  @Test
  void guardPassesEverythingOn() {
    List<String> told = new ArrayList<>();
    VolumeObserver guarded =
        VolumeObserver.guarded(
            new VolumeObserver() {
              @Override
              public void started(String volume, Operation operation) {
                told.add("started " + operation + " on " + volume);
              }

              @Override
              public void finished(FinishedCall call) {
                assertSame(CALL, call);
                told.add("finished");
              }

              @Override
              public void backendCall(String volume, String call, boolean succeeded, long nanos) {
                told.add(call + " on " + volume + " " + succeeded + " " + nanos);
              }
            });
    tellAll(guarded);
    assertEquals(List.of("started read on device", "finished", "fsync on device true 7"), told);
  }

  @ParameterizedTest
  @MethodSource("droppable")
  void whatAnObserverThrowsIsLoggedOnceAndDropped(Supplier<Throwable> thrown) {
    Throwable first = thrown.get();
    VolumeObserver guarded = VolumeObserver.guarded(new Throwing(first));
    try (LoggedRecords log = LoggedRecords.of(LOGGER)) {
      for (int i = 0; i < 3; i++) {
        tellAll(guarded);
      }
      assertEquals(1, log.records().size());
      LogRecord logged = log.records().get(0);
      assertEquals(Level.WARNING, logged.getLevel());
      assertSame(first, logged.getThrown());
      assertTrue(logged.getMessage().contains(Throwing.class.getName()), logged::getMessage);
    }
  }

  static Stream<Supplier<Throwable>> droppable() {
    return Stream.of(
        () -> new IllegalStateException("unchecked"),
        () -> new IOException("checked, but thrown all the same"),
        () -> new AssertionError("of a test's observer"),
        () -> new NoClassDefFoundError("a jar is missing"));
  }

  @ParameterizedTest
  @MethodSource("fatal")
  void whatConcernsMoreThanTheObserverGoesOn(Error thrown) {
    VolumeObserver guarded = VolumeObserver.guarded(new Throwing(thrown));
    try (LoggedRecords log = LoggedRecords.of(LOGGER)) {
      assertSame(thrown, assertThrows(Error.class, () -> guarded.finished(CALL)));
      assertTrue(log.records().isEmpty());
    }
  }

  static Stream<Error> fatal() {
    return Stream.of(new StackOverflowError(), new OutOfMemoryError("heap"), new ThreadDeath());
  }

  @Test
  void eachObserverIsLoggedForItself() {
    try (LoggedRecords log = LoggedRecords.of(LOGGER)) {
      for (int i = 0; i < 2; i++) {
        tellAll(VolumeObserver.guarded(new Throwing(new IllegalStateException("no"))));
      }
      assertEquals(2, log.records().size());
    }
  }

  @Test
  void guardsOfOneObserverAreEqualAndAGuardIsNotGuardedAgain() {
    VolumeObserver observer = new Throwing(new IllegalStateException());
    VolumeObserver guarded = VolumeObserver.guarded(observer);
    assertSame(guarded, VolumeObserver.guarded(guarded));
    assertEquals(guarded, VolumeObserver.guarded(observer));
    assertEquals(guarded.hashCode(), VolumeObserver.guarded(observer).hashCode());
    assertNotEquals(guarded, VolumeObserver.guarded(new Throwing(new IllegalStateException())));
    assertSame(VolumeObserver.none(), VolumeObserver.guarded(VolumeObserver.none()));
  }

  @Test
  void contextGuardsItsObserverAndHasNoneUnlessSet() {
    assertSame(VolumeObserver.none(), VolumeContext.defaults().observer());
    VolumeContext context =
        VolumeContext.defaults()
            .withObserver(new Throwing(new IllegalStateException("of a backend's call")))
            .withTrashPolicy(TrashPolicy.defaults());
    try (LoggedRecords log = LoggedRecords.of(LOGGER)) {
      context.observer().backendCall("device", "fsync", true, 7);
      assertEquals(1, log.records().size());
    }
    tellAll(VolumeContext.defaults().observer());
  }

  @Test
  void finishedCallRefusesNegativeNumbers() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new FinishedCall("device", Operation.READ, CallOutcome.SUCCESS, -1, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new FinishedCall("device", Operation.READ, CallOutcome.SUCCESS, 0, -1));
  }

  private static void tellAll(VolumeObserver observer) {
    observer.started("device", Operation.READ);
    observer.finished(CALL);
    observer.backendCall("device", "fsync", true, 7);
  }

  /** Throws the same from every method, checked or not. */
  private record Throwing(Throwable thrown) implements VolumeObserver {
    @Override
    public void started(String volume, Operation operation) {
      throwAny(thrown);
    }

    @Override
    public void finished(FinishedCall call) {
      throwAny(thrown);
    }

    @Override
    public void backendCall(String volume, String call, boolean succeeded, long nanos) {
      throwAny(thrown);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as other languages may
    private static <E extends Throwable> void throwAny(Throwable any) throws E {
      throw (E) any;
    }
  }
}
